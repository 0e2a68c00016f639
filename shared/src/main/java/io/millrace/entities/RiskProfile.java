package io.millrace.entities;

import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;

/** Profile scores of a segment that posture weighs, 0..1 each. */
public record RiskProfile(BigDecimal credit, BigDecimal crossBorder, BigDecimal digital) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;
}
