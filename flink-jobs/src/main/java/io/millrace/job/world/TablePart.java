package io.millrace.job.world;

/**
 * A finished file of a table.
 *
 * @param datasetId dictionary id
 * @param path below the world folder, with {@code /}
 * @param rows at least 1
 * @param rowDigest hex32
 * @param sizeBytes of the whole file
 * @param sha256Hex hex64 over all its bytes
 */
public record TablePart(String datasetId, String path, long rows, String rowDigest, long sizeBytes, String sha256Hex) {}
