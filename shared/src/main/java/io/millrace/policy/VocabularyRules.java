package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.Coded;
import io.millrace.contract.ContractResource;
import io.millrace.contract.EventType;
import io.millrace.contract.FlowType;
import io.millrace.contract.PriceClass;
import io.millrace.contract.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The same words in every pack. */
final class VocabularyRules {
    private static final String ATTACHMENT = "attachment_policy_6B";
    private static final String PRIOR = "behaviour_prior_pack_6B";
    private static final String SHAPE = "flow_shape_policy_6B";
    private static final String TIMING = "timing_policy_6B";
    private static final String AMOUNT = "amount_model_6B";
    private static final String CATALOGUE = "fraud_campaign_catalogue_config_6B";
    private static final String OVERLAY = "fraud_overlay_policy_6B";
    private static final String TRUTH = "truth_labelling_policy_6B";
    private static final String VALIDATION = "segment_validation_policy_6B";
    private static final String ROLES = "fraud_role_taxonomy_6A";

    private VocabularyRules() {}

    static List<LintRule> all() {
        return List.of(
                LintRule.always(
                        "L04",
                        List.of(ATTACHMENT, PRIOR, SHAPE, TIMING, AMOUNT, CATALOGUE, OVERLAY),
                        VocabularyRules::channels),
                LintRule.always("L05", List.of(SHAPE, TIMING, OVERLAY), VocabularyRules::events),
                LintRule.always("L06", List.of(CATALOGUE, OVERLAY), VocabularyRules::completeTables),
                LintRule.always(
                        "L07",
                        List.of(ATTACHMENT, PRIOR, AMOUNT, CATALOGUE, TRUTH, "party_taxonomy_6A", ROLES),
                        VocabularyRules::segmentsAndRoles),
                LintRule.always(
                        "L08",
                        List.of(
                                PRIOR,
                                "account_taxonomy_6A",
                                "instrument_taxonomy_6A",
                                "ip_taxonomy_6A",
                                "device_taxonomy_6A"),
                        VocabularyRules::taxonomies),
                LintRule.always("L43", List.of(VALIDATION), VocabularyRules::severities));
    }

    /** L04. */
    private static void channels(LintPass pass) {
        Set<String> channels = tokens(Channel.values());
        same(
                pass,
                ATTACHMENT,
                pass.at(ATTACHMENT, "/visit/p_loyal"),
                keys(pass, ATTACHMENT, "/visit/p_loyal"),
                channels);
        same(pass, PRIOR, pass.at(PRIOR, "/vocabulary/channels"), channels);
        same(
                pass,
                SHAPE,
                pass.at(SHAPE, "/step_up"),
                only(keys(pass, SHAPE, "/step_up"), keys(pass, SHAPE, "/decline"), channels),
                channels);
        same(pass, AMOUNT, pass.at(AMOUNT, "/context/channel"), keys(pass, AMOUNT, "/context/channel"), channels);
        same(pass, CATALOGUE, pass.at(CATALOGUE, "/vocabulary/channels"), channels);
        same(pass, OVERLAY, pass.at(OVERLAY, "/vocabulary/channels"), channels);
        same(
                pass,
                TIMING,
                pass.at(TIMING, "/bindings"),
                named(pass, TIMING, "/bindings/*", "channel", channels),
                channels);
    }

    /** Channels that either of two tables of a pack names; their other keys are no channels. */
    private static Set<String> only(Set<String> one, Set<String> other, Set<String> channels) {
        TreeSet<String> both = new TreeSet<>(one);
        both.retainAll(other);
        both.removeIf(key -> !channels.contains(key) && !key.equals(key.toUpperCase(java.util.Locale.ROOT)));
        return both;
    }

    /** L05; clearing amounts, the only ones that a table decides, are L14's. */
    private static void events(LintPass pass) {
        Set<String> events = tokens(EventType.values());
        Set<String> ids = new TreeSet<>();
        for (int id = 1; id <= 12; id++) {
            ids.add(Integer.toString(id));
        }
        same(pass, SHAPE, pass.at(SHAPE, "/templates"), keys(pass, SHAPE, "/templates"), ids);
        Set<String> used = new TreeSet<>();
        for (PolicyNode template : pass.all(SHAPE, "/templates/*")) {
            used.addAll(template.texts());
        }
        same(pass, SHAPE, pass.at(SHAPE, "/templates"), used, events);
        Set<String> timed = new TreeSet<>(events);
        timed.remove(EventType.AUTH_REQUEST.token());
        Set<String> bound = new TreeSet<>();
        for (PolicyNode binding : pass.all(TIMING, "/bindings/*")) {
            PolicyNode type = binding.get("event_type");
            if (type.isList()) {
                bound.addAll(type.texts());
            } else {
                bound.add(type.text());
            }
        }
        same(pass, TIMING, pass.at(TIMING, "/bindings"), bound, timed);
        same(pass, OVERLAY, pass.at(OVERLAY, "/vocabulary/event_types"), events);
        for (PolicyNode event : pass.all(OVERLAY, "/tactics/*/event_types/*")) {
            if (!events.contains(event.text())) {
                pass.refuse(OVERLAY, event, "must be one of " + String.join(", ", events), "correct the event type");
            }
        }
        TimingRules.everyEventIsTimed(pass);
    }

    /** L06: in behaviour packs, a table that names two channels names all, and so for price classes; flow types exist. */
    private static void completeTables(LintPass pass) {
        for (PolicyPack pack : pass.packs().behaviour().values()) {
            if (!pack.policyId().equals(VALIDATION)) {
                complete(pass, pack.policyId(), pack.root());
            }
        }
        Set<String> flowTypes = tokens(FlowType.values());
        for (PolicyNode type : pass.all(CATALOGUE, "/templates/*/target/flow_types/*")) {
            exists(pass, CATALOGUE, type, flowTypes);
        }
        for (PolicyNode type : pass.all(OVERLAY, "/tactics/*/flow_types/*")) {
            exists(pass, OVERLAY, type, flowTypes);
        }
    }

    private static void exists(LintPass pass, String policyId, PolicyNode token, Set<String> vocabulary) {
        if (!vocabulary.contains(token.text())) {
            pass.refuse(policyId, token, "must be one of " + String.join(", ", vocabulary), "correct the name");
        }
    }

    private static void complete(LintPass pass, String policyId, PolicyNode node) {
        if (node.isList()) {
            node.items().forEach(item -> complete(pass, policyId, item));
        } else if (node.isMap()) {
            // A row of weights names the classes it uses; upstream words for channels are another vocabulary.
            boolean partial = node.pointer().startsWith("/class_by_demand_class/")
                    || node.pointer().equals("/channel/from_upstream");
            if (!partial) {
                named(pass, policyId, node, tokens(Channel.values()), "channel");
                named(pass, policyId, node, tokens(PriceClass.values()), "price class");
            }
            node.peek().values().forEach(child -> complete(pass, policyId, child));
        }
    }

    private static void named(LintPass pass, String policyId, PolicyNode table, Set<String> vocabulary, String word) {
        TreeSet<String> missing = new TreeSet<>(vocabulary);
        missing.removeAll(table.peek().keySet());
        if (!missing.isEmpty() && vocabulary.size() - missing.size() >= 2) {
            pass.refuse(
                    policyId,
                    table,
                    "must name every " + word,
                    "without " + String.join(", ", missing),
                    "add " + String.join(", ", missing));
        }
    }

    /** L07. */
    private static void segmentsAndRoles(LintPass pass) {
        PolicyNode segments = pass.at("party_taxonomy_6A", "/segments");
        Set<String> names = segments.peek().keySet();
        same(pass, "party_taxonomy_6A", segments, names, tokens(Segment.values()));
        same(pass, PRIOR, pass.at(PRIOR, "/segment_family"), keys(pass, PRIOR, "/segment_family"), names);
        same(pass, PRIOR, pass.at(PRIOR, "/p_primary_device"), keys(pass, PRIOR, "/p_primary_device"), names);
        same(
                pass,
                ATTACHMENT,
                pass.at(ATTACHMENT, "/party/away_weight"),
                keys(pass, ATTACHMENT, "/party/away_weight"),
                names);
        Set<String> priced = new TreeSet<>(keys(pass, AMOUNT, "/context/segment"));
        priced.removeIf(name -> name.equalsIgnoreCase("unknown"));
        same(pass, AMOUNT, pass.at(AMOUNT, "/context/segment"), priced, names);
        for (PolicyNode family : pass.at(PRIOR, "/segment_family").peek().values()) {
            String name = LintPass.name(family);
            if (segments.has(name) && !segments.get(name).text().equals(family.text())) {
                pass.refuse(
                        PRIOR,
                        family,
                        "must be the party type of the segment in party_taxonomy_6A ("
                                + segments.get(name).text() + ")",
                        "give the segment one family in both packs");
            }
        }
        for (PolicyNode filter : pass.all(CATALOGUE, "/targeting_filters/*")) {
            roles(pass, CATALOGUE, filter);
        }
        for (PolicyNode rule : pass.all(TRUTH, "/posture_rules/*")) {
            roles(pass, TRUTH, rule);
        }
    }

    private static void roles(LintPass pass, String policyId, PolicyNode holder) {
        List<String> known =
                pass.at(ROLES, "/roles/" + holder.get("entity").text()).texts();
        List<PolicyNode> named = new ArrayList<>(holder.get("roles").items());
        named.addAll(holder.get("roles_left_out").items());
        TreeSet<String> open = new TreeSet<>(known);
        for (PolicyNode role : named) {
            if (!known.contains(role.text())) {
                pass.refuse(policyId, role, "must be one of " + String.join(", ", known), "correct the role");
            } else if (!open.remove(role.text())) {
                pass.refuse(policyId, role, "must stand once, in roles or in roles_left_out", "remove one of the two");
            }
        }
        if (!open.isEmpty()) {
            pass.refuse(
                    policyId,
                    holder.get("roles_left_out"),
                    "must name every role that is not in roles",
                    "without " + String.join(", ", open),
                    "add " + String.join(", ", open));
        }
    }

    /** L08: what a world can hold has a class, and the class a weight. */
    private static void taxonomies(LintPass pass) {
        weighed(pass, "account_taxonomy_6A", "/account_weights");
        weighed(pass, "instrument_taxonomy_6A", "/instrument_weights");
        weighed(pass, "ip_taxonomy_6A", "/ip_weights");
        aliases(pass, "account_taxonomy_6A");
        aliases(pass, "instrument_taxonomy_6A");
        aliases(pass, "ip_taxonomy_6A");
        aliases(pass, "device_taxonomy_6A");
    }

    private static void weighed(LintPass pass, String taxonomy, String table) {
        Set<String> reached = new TreeSet<>();
        pass.at(taxonomy, "/tokens").peek().values().forEach(value -> reached.add(value.text()));
        for (PolicyNode row : pass.all(PRIOR, table + "/*/*")) {
            TreeSet<String> missing = new TreeSet<>(reached);
            missing.removeAll(row.peek().keySet());
            if (!missing.isEmpty()) {
                pass.refuse(
                        PRIOR,
                        row,
                        "must weigh every class that " + taxonomy + " maps to",
                        "without " + String.join(", ", missing),
                        "add " + String.join(", ", missing));
            }
        }
    }

    private static void aliases(LintPass pass, String taxonomy) {
        PolicyNode tokens = pass.at(taxonomy, "/tokens");
        for (PolicyNode alias : pass.at(taxonomy, "/aliases").peek().values()) {
            String name = LintPass.name(alias);
            if (!tokens.has(alias.text())) {
                pass.refuse(
                        taxonomy,
                        alias,
                        "must be one of " + String.join(", ", tokens.peek().keySet()),
                        "correct the token");
            }
            if (tokens.has(name)) {
                pass.refuse(
                        taxonomy,
                        alias,
                        "must alias a name that is no token itself",
                        "\"" + name + "\"",
                        "remove the alias or the token");
            }
        }
    }

    /** L43. */
    private static void severities(LintPass pass) {
        JsonNode items = ContractResource.json("schema/run/s5_validation_report_6B.schema.json")
                .at("/properties/checks/items/properties/severity/enum");
        Set<String> reported = new TreeSet<>();
        items.forEach(item -> reported.add(item.asString()));
        same(pass, VALIDATION, pass.at(VALIDATION, "/reporting/severities"), reported);
        for (PolicyNode severity : pass.all(VALIDATION, "/checks/*")) {
            PolicyNode token = severity.get("severity");
            if (!reported.contains(token.text())) {
                exists(pass, VALIDATION, token, reported);
            }
        }
    }

    static <E extends Enum<E> & Coded> Set<String> tokens(E[] constants) {
        TreeSet<String> tokens = new TreeSet<>();
        Arrays.stream(constants).forEach(constant -> tokens.add(constant.token()));
        return tokens;
    }

    static <E extends Enum<E> & Coded> List<String> tokenList(E[] constants) {
        return Arrays.stream(constants).map(Coded::token).toList();
    }

    private static Set<String> keys(LintPass pass, String policyId, String pointer) {
        return pass.at(policyId, pointer).peek().keySet();
    }

    /** Tokens that the rows of a table name under one key; a row without any stands for all. */
    private static Set<String> named(LintPass pass, String policyId, String rows, String key, Set<String> all) {
        TreeSet<String> named = new TreeSet<>();
        for (PolicyNode row : pass.all(policyId, rows)) {
            List<String> tokens = row.get(key).texts();
            named.addAll(tokens.isEmpty() ? all : tokens);
        }
        return named;
    }

    private static void same(LintPass pass, String policyId, PolicyNode list, Set<String> wanted) {
        same(pass, policyId, list, list.texts(), wanted);
    }

    private static void same(
            LintPass pass, String policyId, PolicyNode place, Collection<String> found, Set<String> wanted) {
        TreeSet<String> missing = new TreeSet<>(wanted);
        missing.removeAll(found);
        TreeSet<String> extra = new TreeSet<>(found);
        extra.removeAll(wanted);
        if (!missing.isEmpty() || !extra.isEmpty()) {
            String was = (missing.isEmpty() ? "" : "without " + String.join(", ", missing))
                    + (missing.isEmpty() || extra.isEmpty() ? "" : " and ")
                    + (extra.isEmpty() ? "" : "with " + String.join(", ", extra));
            pass.refuse(
                    policyId,
                    place,
                    "must be exactly " + String.join(", ", wanted),
                    was,
                    "use the same words in every pack");
        }
    }
}
