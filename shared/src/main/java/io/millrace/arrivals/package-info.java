/** The rules by which the arrivals of another engine become ours. Start with {@link io.millrace.arrivals.ForeignArrivalRules}. */
package io.millrace.arrivals;
