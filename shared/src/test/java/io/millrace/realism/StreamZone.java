package io.millrace.realism;

/**
 * A zone cell of the test world.
 *
 * @param country {@link io.millrace.contract.Iso} code
 * @param share of arrivals and merchants
 * @param partyShare of parties; another share than that of arrivals makes a zone busier or quieter than the mean
 * @param utcOffsetHours of the local clock; no daylight saving
 */
record StreamZone(String tzid, int country, double share, double partyShare, int utcOffsetHours) {}
