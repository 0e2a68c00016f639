package io.millrace.job.prepare;

/**
 * A finished file of the world.
 *
 * @param datasetId dictionary id
 * @param path below the world folder, with {@code /}
 * @param rows 0 only for the one file of an empty table
 * @param rowDigest hex32
 * @param sizeBytes of the whole file
 */
record WorldPart(String datasetId, String path, long rows, String rowDigest, long sizeBytes) {}
