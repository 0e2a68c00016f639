/**
 * The 6A tables of an own world as a bounded job, and the entity index over them. Start with
 * {@link io.millrace.job.entities.EntityPlan}.
 */
package io.millrace.job.entities;
