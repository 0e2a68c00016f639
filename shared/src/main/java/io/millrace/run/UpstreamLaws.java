package io.millrace.run;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.ContractResource;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.StrictYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All upstream gates, as data: {@code contracts/dictionary/upstream.yaml}. A producer with another bundle law is a new
 * entry there, not code here.
 *
 * @param entries one per segment and producer
 * @param flagFile name of the flag in each bundle
 * @param flagTextPattern of the text form; group 1 is the digest
 * @param fileSetBytesMax partitions up to here are sealed by their bytes, larger ones by their footers
 * @param manifests lists of inputs that foreign producers leave
 * @param arrivalsTotal where a foreign producer tells how many arrivals it made
 */
public record UpstreamLaws(
        List<UpstreamLaw> entries,
        String flagFile,
        Pattern flagTextPattern,
        long fileSetBytesMax,
        List<Manifest> manifests,
        UpstreamLaw.Place arrivalsTotal) {
    private static final String RESOURCE = "dictionary/upstream.yaml";

    public UpstreamLaws {
        entries = List.copyOf(entries);
        manifests = List.copyOf(manifests);
    }

    /**
     * A list of inputs of one segment; it never proves that an output exists.
     *
     * @param segment that left it
     * @param layer 1..3
     * @param datasetId dictionary id
     * @param path template below the upstream root
     */
    public record Manifest(String segment, int layer, String datasetId, String path) {}

    /** The laws the program was built with. */
    public static UpstreamLaws load() {
        return parse(ContractResource.bytes(RESOURCE));
    }

    static UpstreamLaws parse(byte[] yaml) {
        List<Problem> problems = new ArrayList<>();
        Optional<PolicyNode> root = StrictYaml.parse("contracts/" + RESOURCE, yaml, problems);
        if (!problems.isEmpty()) {
            throw new ContractException(problems);
        }
        try {
            return of(root.orElseThrow());
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new ContractException(
                    Problem.of(
                            ErrorCode.CONTRACT_SET_INCOMPLETE,
                            "contracts/" + RESOURCE,
                            "must hold the keys of every upstream gate",
                            String.valueOf(e.getMessage()),
                            "build from a whole source tree"),
                    e);
        }
    }

    /** The law of a segment. */
    public Optional<UpstreamLaw> of(String segment, UpstreamLaw.Producer producer) {
        return entries.stream()
                .filter(law -> law.segment().equals(segment) && law.producer() == producer)
                .findFirst();
    }

    /** Puts the axes of a world into a template. */
    static String render(String template, String manifestFingerprint, String scenarioId) {
        return template.replace("{mf}", manifestFingerprint).replace("{scenario_id}", scenarioId);
    }

    private static UpstreamLaws of(PolicyNode root) {
        PolicyNode total = root.get("arrivals_total");
        return new UpstreamLaws(
                root.get("entries").items().stream().map(UpstreamLaws::law).toList(),
                root.get("flag_file").text(),
                Pattern.compile(root.get("flag_text_pattern").text()),
                root.get("fileset_bytes_max").integer(),
                root.get("manifests").items().stream()
                        .map(node -> new Manifest(
                                node.get("segment").text(),
                                node.get("layer").int32(),
                                node.get("dataset_id").text(),
                                node.get("path").text()))
                        .toList(),
                place(total));
    }

    private static UpstreamLaw law(PolicyNode node) {
        return new UpstreamLaw(
                node.get("segment").text(),
                node.get("layer").int32(),
                UpstreamLaw.Producer.valueOf(node.get("producer").text().toUpperCase(Locale.ROOT)),
                node.get("bundle_root").text(),
                new UpstreamLaw.IndexLaw(
                        node.get("index_files").texts(),
                        node.get("rows_at").text(),
                        node.get("path_field").text(),
                        optional(node.get("sha_field")),
                        optional(node.get("id_field")),
                        UpstreamLaw.PathBase.valueOf(node.get("path_base").text()),
                        node.get("index_is_member").bool()),
                new UpstreamLaw.BundleDigestLaw(
                        UpstreamLaw.MemberOrder.valueOf(node.get("order").text()),
                        UpstreamLaw.DigestOver.valueOf(node.get("digest").text()),
                        UpstreamLaw.MemberCheck.valueOf(node.get("member_check").text()),
                        UpstreamLaw.FileSet.valueOf(node.get("file_set").text()),
                        UpstreamLaw.FlagForm.valueOf(node.get("flag_form").text())),
                node.get("verdict").items().stream()
                        .map(verdict -> new UpstreamLaw.Verdict(
                                place(verdict), verdict.get("pass").texts()))
                        .toList(),
                node.get("mf_at").items().stream().map(UpstreamLaws::place).toList());
    }

    private static UpstreamLaw.Place place(PolicyNode node) {
        return new UpstreamLaw.Place(
                node.get("file").text(), node.get("pointer").text());
    }

    private static Optional<String> optional(PolicyNode node) {
        return node.isNull() ? Optional.empty() : Optional.of(node.text());
    }
}
