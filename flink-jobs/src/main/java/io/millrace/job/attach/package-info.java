/** Attach as a stage: no key, no shuffle before it. Start with {@link io.millrace.job.attach.AttachStage}. */
package io.millrace.job.attach;
