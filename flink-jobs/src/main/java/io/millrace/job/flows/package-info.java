/** Flows as a stage: keyed by bucket without a shuffle. Start with {@link io.millrace.job.flows.FlowStage}. */
package io.millrace.job.flows;
