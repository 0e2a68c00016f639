package io.millrace.realism;

/**
 * A zone cell of the test world.
 *
 * @param country {@link io.millrace.contract.Iso} code
 * @param share of parties and of volume
 * @param utcOffsetHours of the local clock; no daylight saving
 */
record StreamZone(String tzid, int country, double share, int utcOffsetHours) {}
