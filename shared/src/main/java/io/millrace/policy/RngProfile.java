package io.millrace.policy;

import io.millrace.random.Philox2x64;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;

/**
 * {@code rng_profile_layer3}: the random law of all stages. Its texts are constants of the schema, since the program
 * implements one law; the known answers prove that it does.
 *
 * @param keyLaw tag that enters every key
 * @param idLaw tag that enters the keys of id bijections
 * @param uniformLaw how a word becomes a number, for the audit log
 */
public record RngProfile(
        String engine,
        String keyLaw,
        String counterLaw,
        String uniformLaw,
        String idLaw,
        List<KnownAnswer> knownAnswers)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int HEX = 16;

    public RngProfile {
        knownAnswers = List.copyOf(knownAnswers);
    }

    /** @param root the file, as the schema accepted it */
    public static RngProfile of(PolicyNode root) {
        PolicyNode constants = root.get("constants");
        for (String constant : List.of("rounds", "multiplier_hex", "weyl_hex")) {
            constants.get(constant);
        }
        PolicyNode lanes = root.get("lanes");
        for (String lane : List.of("one_draw", "two_draws", "reuse")) {
            lanes.get(lane);
        }
        return new RngProfile(
                root.get("engine").text(),
                root.get("key_law").text(),
                root.get("counter_law").text(),
                root.get("uniform").get("law").text(),
                root.get("id_law").text(),
                root.get("known_answers").items().stream().map(KnownAnswer::of).toList());
    }

    /** Known answers that the generator on this machine does not reproduce; empty on a sound one. */
    public List<KnownAnswer> wrongAnswers() {
        return knownAnswers.stream().filter(answer -> !answer.reproduces()).toList();
    }

    /**
     * A published block.
     *
     * @param counterHi high counter word
     * @param x0 lane 0
     */
    public record KnownAnswer(long key, long counterHi, long counterLo, long x0, long x1) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static KnownAnswer of(PolicyNode node) {
            return new KnownAnswer(
                    word(node.get("key_hex")),
                    word(node.get("counter_hi_hex")),
                    word(node.get("counter_lo_hex")),
                    word(node.get("x0_hex")),
                    word(node.get("x1_hex")));
        }

        private static long word(PolicyNode node) {
            return Long.parseUnsignedLong(node.text(), HEX);
        }

        boolean reproduces() {
            return Philox2x64.x0(key, counterHi, counterLo) == x0 && Philox2x64.x1(key, counterHi, counterLo) == x1;
        }
    }
}
