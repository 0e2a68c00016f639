package io.millrace.policy;

import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Own worlds: shares that add up, countries that the packs know, one currency per country. */
final class WorldRules {
    private static final String GEOGRAPHY = "geography_5B";
    private static final String POPULATION = "population_6A";
    private static final String TAXONOMY = "party_taxonomy_6A";
    private static final String AMOUNT = "amount_model_6B";
    private static final long HUNDRED = 100;
    private static final long THOUSAND = 1_000;
    private static final long TEN_THOUSAND = 10_000;

    private WorldRules() {}

    static List<LintRule> all() {
        return List.of(LintRule.always("L49", List.of(GEOGRAPHY, POPULATION, TAXONOMY, AMOUNT), pass -> {
            geography(pass);
            specs(pass);
            mixes(pass);
            strips(pass);
        }));
    }

    private static void geography(LintPass pass) {
        Map<String, String> countryOfZone = new HashMap<>();
        PolicyNode currencies = pass.at(AMOUNT, "/currency_by_country");
        for (PolicyNode country : pass.at(GEOGRAPHY, "/countries").peek().values()) {
            List<PolicyNode> shares = new ArrayList<>();
            for (PolicyNode zone : country.get("zones").items()) {
                shares.add(zone.get("share"));
                String other = countryOfZone.put(zone.get("tzid").text(), LintPass.name(country));
                if (other != null) {
                    pass.refuse(
                            GEOGRAPHY,
                            zone.get("tzid"),
                            "must stand once (also in " + other + ")",
                            "remove one of them");
                }
            }
            sum(pass, GEOGRAPHY, country.get("zones"), shares, HUNDRED);
            PolicyNode currency = country.get("currency");
            String name = LintPass.name(country);
            String paid = currencies.has(name) ? currencies.get(name).text() : "none";
            if (!paid.equals(currency.text())) {
                pass.refuse(
                        GEOGRAPHY,
                        currency,
                        "must be the currency of the country in amount_model_6B (" + paid + ")",
                        "correct one of them");
            }
        }
    }

    private static void specs(LintPass pass) {
        PolicyNode countries = pass.at(GEOGRAPHY, "/countries");
        for (PolicyPack spec : pass.packs().worldSpecs().values()) {
            for (PolicyNode country : spec.root().get("countries").items()) {
                if (!countries.has(country.text())) {
                    pass.refuse(
                            spec.file() + "#" + country.pointer(),
                            "must be a country of geography_5B",
                            country.text(),
                            NearestWord.of(
                                            country.text(),
                                            new TreeSet<>(countries.peek().keySet()))
                                    .map(near -> "did you mean " + near + "?")
                                    .orElse("add the country there"));
                }
            }
        }
    }

    private static void mixes(LintPass pass) {
        for (PolicyNode region : pass.at(POPULATION, "/type_mix").peek().values()) {
            sum(pass, POPULATION, region, List.copyOf(region.peek().values()), THOUSAND);
        }
        PolicyNode typeOfSegment = pass.at(TAXONOMY, "/segments");
        for (PolicyNode region : pass.at(POPULATION, "/segment_mix").peek().values()) {
            for (PartyType type : PartyType.values()) {
                List<PolicyNode> shares = new ArrayList<>();
                for (Segment segment : Segment.values()) {
                    if (typeOfSegment.get(segment.token()).text().equals(type.token())) {
                        shares.add(region.get(segment.token()));
                    }
                }
                sum(pass, POPULATION, region, shares, HUNDRED);
            }
        }
    }

    private static void strips(LintPass pass) {
        PolicyNode shares = pass.at(POPULATION, "/activity/shares");
        sum(pass, POPULATION, shares, shares.items(), TEN_THOUSAND);
        List<PolicyNode> weights = pass.at(POPULATION, "/activity/weights").items();
        for (int strip = 1; strip < weights.size(); strip++) {
            if (weights.get(strip).integer() > weights.get(strip - 1).integer()) {
                pass.refuse(
                        POPULATION,
                        weights.get(strip),
                        "must not be above the strip before it ("
                                + weights.get(strip - 1).integer() + ")",
                        "list strips by weight");
            }
        }
        if (weights.get(weights.size() - 1).integer() != 0) {
            pass.refuse(
                    POPULATION, weights.get(weights.size() - 1), "must be 0: the last strip is dormant", "set it to 0");
        }
        for (PolicyNode levels : pass.all(POPULATION, "/latent/levels_by_strip/*")) {
            sum(pass, POPULATION, levels, levels.items(), HUNDRED);
        }
        for (String groups : List.of("/households", "/rings")) {
            groups(pass, pass.at(POPULATION, groups));
        }
    }

    private static void groups(LintPass pass, PolicyNode groups) {
        List<PolicyNode> sizes = groups.get("sizes").items();
        List<PolicyNode> shares = groups.get("member_shares").items();
        sum(pass, POPULATION, groups.get("member_shares"), shares, TEN_THOUSAND);
        if (sizes.size() != shares.size()) {
            pass.refuse(
                    POPULATION,
                    groups.get("member_shares"),
                    "must have one share per size (" + sizes.size() + ")",
                    shares.size() + " shares",
                    "add or remove shares");
        }
        for (int i = 1; i < sizes.size(); i++) {
            if (sizes.get(i).integer() <= sizes.get(i - 1).integer()) {
                pass.refuse(POPULATION, sizes.get(i), "must be above the size before it", "list sizes ascending");
            }
        }
    }

    private static void sum(LintPass pass, String policyId, PolicyNode place, List<PolicyNode> parts, long whole) {
        BigDecimal sum = LintPass.sum(parts);
        if (sum.compareTo(BigDecimal.valueOf(whole)) != 0) {
            pass.refuse(policyId, place, "must sum to exactly " + whole, sum.toPlainString(), "correct the shares");
        }
    }
}
