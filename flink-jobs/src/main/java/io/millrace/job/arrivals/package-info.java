/** Where arrivals come from: prepared files, or made on the fly. Start with {@link io.millrace.job.arrivals.PreparedArrivalSource}. */
package io.millrace.job.arrivals;
