/** Vocabularies and data sets as they stand on disk. Start with {@link io.millrace.contract.DatasetDictionary}. */
package io.millrace.contract;
