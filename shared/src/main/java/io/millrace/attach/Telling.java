package io.millrace.attach;

import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.slab.SlabKind;
import io.millrace.story.Drawn;
import io.millrace.story.Fact;
import io.millrace.story.Rule;
import io.millrace.story.Rulebook;
import java.util.ArrayList;
import java.util.List;

/** What has been told of a row so far: facts, and the draws they lean on. */
final class Telling {
    private final Rulebook rules;
    private final Draws draws;
    private final DrawLedger told = new DrawLedger();
    private final List<Fact> facts = new ArrayList<>();

    Telling(Rulebook rules, Draws draws) {
        this.rules = rules;
        this.draws = draws;
    }

    /** A draw that the row depends on. */
    Drawn draw(Decision decision, long hi, long lo) {
        told.count(decision);
        return Drawn.of(draws, decision, hi, lo);
    }

    /** Where an entity is taken without a choice its draw is not counted. */
    Drawn peek(Decision decision, long hi, long lo) {
        return Drawn.of(draws, decision, hi, lo);
    }

    void count(Decision decision) {
        told.count(decision);
    }

    Rule policy(String pointer) {
        return rules.rule("attachment_policy_6B", pointer);
    }

    Rule prior(String pointer) {
        return rules.rule("behaviour_prior_pack_6B", pointer);
    }

    void add(Fact fact) {
        facts.add(fact);
    }

    /** A fact that ends in the column of its name. */
    void addColumn(Fact fact) {
        facts.add(fact.in(SlabKind.SESSIONED.datasetId()));
    }

    List<Fact> facts() {
        return List.copyOf(facts);
    }

    /** @throws IllegalStateException when the facts lean on other draws than the doer has counted */
    void requireAllDraws(DrawLedger counted) {
        for (Decision decision : Decision.traffic()) {
            if (told.evaluations(decision) != counted.evaluations(decision)) {
                throw new IllegalStateException(decision + " is told " + told.evaluations(decision)
                        + " times of a row that evaluates it " + counted.evaluations(decision) + " times");
            }
        }
    }
}
