/**
 * Arrivals, read and made: the rules by which the arrivals of another engine become ours, and the law by which a
 * generated world makes its own. Start with {@link io.millrace.arrivals.ArrivalMaker}, or for another engine's data with
 * {@link io.millrace.arrivals.ForeignArrivalRules}.
 */
package io.millrace.arrivals;
