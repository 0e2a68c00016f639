/** Sessionise as a stage: keyed by bucket, driven by event time. Start with {@link io.millrace.job.sessionise.SessionStage}. */
package io.millrace.job.sessionise;
