package io.millrace.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars as an SVG picture: panels one below the other, each with a scale of its own. Written by hand, since a
 * chart library brings megabytes and fonts for thirty rectangles.
 */
final class BarChart {
    private static final int WIDTH = 860;
    private static final int LABEL_WIDTH = 300;
    private static final int VALUE_WIDTH = 110;
    private static final int MARGIN = 24;
    private static final int BAR_HEIGHT = 20;
    private static final int ROW_HEIGHT = 28;
    private static final int TITLE_HEIGHT = 58;
    private static final int PANEL_GAP = 18;

    private final List<Panel> panels = new ArrayList<>();

    /**
     * @param title what is measured
     * @param unit of the values, and what better means
     */
    record Panel(String title, String unit, List<Bar> bars) {}

    /**
     * @param text of the value, as it is shown
     * @param kind what colour it has
     */
    record Bar(String label, double value, String text, Kind kind) {}

    /** Whose figure it is. */
    enum Kind {
        OURS("#2f6f9f"),
        OTHERS("#a9b4bf"),
        /** Not measured here. */
        QUOTED("url(#hatch)");

        private final String fill;

        Kind(String fill) {
            this.fill = fill;
        }
    }

    BarChart add(Panel panel) {
        if (!panel.bars().isEmpty()) {
            panels.add(panel);
        }
        return this;
    }

    String svg() {
        int height = MARGIN;
        for (Panel panel : panels) {
            height += TITLE_HEIGHT + panel.bars().size() * ROW_HEIGHT + PANEL_GAP;
        }
        List<String> lines = new ArrayList<>(List.of(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + height
                        + "\" viewBox=\"0 0 " + WIDTH + " " + height
                        + "\" font-family=\"Helvetica, Arial, sans-serif\" role=\"img\">",
                "<title>Millrace, measured beside others</title>",
                "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\""
                        + " patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#e3e7eb\"/>"
                        + "<rect width=\"2\" height=\"6\" fill=\"#a9b4bf\"/></pattern></defs>",
                "<rect width=\"" + WIDTH + "\" height=\"" + height + "\" rx=\"8\" fill=\"#ffffff\"/>"));
        int top = MARGIN;
        for (Panel panel : panels) {
            top = panel(panel, top, lines) + PANEL_GAP;
        }
        lines.add("</svg>");
        return String.join("\n", lines) + "\n";
    }

    /** @return where the panel ends */
    private static int panel(Panel panel, int top, List<String> lines) {
        double greatest = panel.bars().stream().mapToDouble(Bar::value).max().orElseThrow();
        lines.add(text(MARGIN, top + 16, "font-size=\"16\" font-weight=\"bold\" fill=\"#1f2933\"", panel.title()));
        lines.add(text(MARGIN, top + 36, "font-size=\"12\" fill=\"#66727f\"", panel.unit()));
        int y = top + TITLE_HEIGHT - 8;
        int room = WIDTH - LABEL_WIDTH - VALUE_WIDTH - MARGIN;
        lines.add("<line x1=\"" + LABEL_WIDTH + "\" y1=\"" + (y - 4) + "\" x2=\"" + LABEL_WIDTH + "\" y2=\""
                + (y + panel.bars().size() * ROW_HEIGHT) + "\" stroke=\"#cbd2d9\"/>");
        for (Bar bar : panel.bars()) {
            double length = Math.max(1, room * bar.value() / greatest);
            String weight = bar.kind() == Kind.OURS ? " font-weight=\"bold\"" : "";
            lines.add(text(
                    LABEL_WIDTH - 10,
                    y + 15,
                    "font-size=\"13\" text-anchor=\"end\" fill=\"#323f4b\"" + weight,
                    bar.label()));
            lines.add(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"%s\"/>",
                    LABEL_WIDTH,
                    y,
                    length,
                    BAR_HEIGHT,
                    bar.kind().fill));
            lines.add(text(
                    LABEL_WIDTH + (int) length + 8, y + 15, "font-size=\"13\" fill=\"#323f4b\"" + weight, bar.text()));
            y += ROW_HEIGHT;
        }
        return y;
    }

    private static String text(int x, int y, String style, String content) {
        String escaped = content.replace("&", "&amp;").replace("<", "&lt;");
        return "<text x=\"" + x + "\" y=\"" + y + "\" " + style + ">" + escaped + "</text>";
    }
}
