/** Entities of a generated world: what parties hold, who shares it, who is bad, and the checks over all rows. Start with {@link io.millrace.entities.Posture}. */
package io.millrace.entities;
