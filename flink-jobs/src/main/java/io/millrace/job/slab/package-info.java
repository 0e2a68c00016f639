/** How slabs cross the wire: serialisers, bucket keys, the router. Start with {@link io.millrace.job.slab.BucketRouter}. */
package io.millrace.job.slab;
