package io.millrace.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Merchants of own worlds: shares that add up, and what stands beside a channel stands there only with it. */
final class MerchantRules {
    private static final String MERCHANTS = "merchants_5B";
    private static final String NO_SHAPE = "NONE";

    private MerchantRules() {}

    static List<LintRule> all() {
        return List.of(LintRule.always("L50", List.of(MERCHANTS), pass -> {
            PolicyNode groups = pass.at(MERCHANTS, "/groups");
            sumsToOne(pass, groups, pass.all(MERCHANTS, "/groups/*/arrivals_share"), "arrivals_share");
            sumsToOne(pass, groups, pass.all(MERCHANTS, "/groups/*/merchants_share"), "merchants_share");
            PolicyNode systems = pass.at(MERCHANTS, "/terminals/os_share");
            sumsToOne(pass, systems, List.copyOf(systems.peek().values()), "shares");
            TreeSet<String> names = new TreeSet<>();
            for (PolicyNode group : groups.items()) {
                if (!names.add(group.get("group").text())) {
                    pass.refuse(MERCHANTS, group.get("group"), "must stand once", "rename or remove one of them");
                }
                channels(pass, group);
            }
        }));
    }

    private static void channels(LintPass pass, PolicyNode group) {
        PolicyNode channel = group.get("channel");
        sumsToOne(pass, channel, new ArrayList<>(channel.peek().values()), "shares");
        boolean tills = above(channel.get("POS"));
        boolean machines = above(channel.get("ATM"));
        boolean online = above(channel.get("ECOM")) || above(channel.get("BANK_RAIL"));
        if (tills && machines) {
            pass.refuse(MERCHANTS, channel, "must have POS or ATM", "both", "make the cash machines a group");
        }
        beside(pass, tills || machines, group, "physical", "POS or ATM");
        beside(pass, online, group, "online", "ECOM or BANK_RAIL");
        PolicyNode perSite = group.get("arrivals_per_site");
        if (above(perSite) != (tills || machines)) {
            pass.refuse(
                    MERCHANTS,
                    perSite,
                    tills || machines ? "must be above 0: the group has POS or ATM" : "must be 0 without POS and ATM",
                    "correct it, or the channels");
        }
    }

    private static void beside(LintPass pass, boolean has, PolicyNode group, String side, String channels) {
        PolicyNode shape = group.get("shape").get(side);
        if (has == shape.text().equals(NO_SHAPE)) {
            pass.refuse(
                    MERCHANTS,
                    shape,
                    has ? "must name a shape: the group has " + channels : "must be NONE without " + channels,
                    "correct it, or the channels");
        }
        PolicyNode goesOn = group.get("visit_goes_on").get(side);
        if (!has && above(goesOn)) {
            pass.refuse(MERCHANTS, goesOn, "must be 0 without " + channels, "correct it, or the channels");
        }
    }

    private static boolean above(PolicyNode number) {
        return number.decimal().signum() > 0;
    }

    private static void sumsToOne(LintPass pass, PolicyNode place, List<PolicyNode> parts, String what) {
        BigDecimal sum = LintPass.sum(parts);
        if (sum.compareTo(BigDecimal.ONE) != 0) {
            pass.refuse(
                    MERCHANTS,
                    place,
                    what + " must sum to exactly 1",
                    sum.stripTrailingZeros().toPlainString(),
                    "correct the " + what);
        }
    }
}
