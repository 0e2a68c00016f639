package io.millrace.arrivals;

import io.millrace.policy.ArrivalsPolicy;
import io.millrace.policy.CalendarPolicy;
import io.millrace.policy.GeographyPolicy;
import io.millrace.policy.ShapesPolicy;
import java.io.Serial;
import java.io.Serializable;

/**
 * What the arrivals of a generated world follow, besides its merchants.
 *
 * @param model scenario model of calendar_5B
 */
public record ArrivalLaws(
        GeographyPolicy geography, ShapesPolicy shapes, CalendarPolicy calendar, ArrivalsPolicy arrivals, String model)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;
}
