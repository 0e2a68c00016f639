/** Where arrivals come from. Start with {@link io.millrace.job.arrivals.PreparedArrivalSource}. */
package io.millrace.job.arrivals;
