/** Vocabularies that stand on disk, with their codes. Start with {@link io.millrace.contract.Channel}. */
package io.millrace.contract;
