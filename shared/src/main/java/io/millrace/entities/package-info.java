/** Entities of a generated world: what parties hold, who shares it, where it is online, who is bad, and the checks over all rows. Start with {@link io.millrace.entities.WorldMaker}. */
package io.millrace.entities;
