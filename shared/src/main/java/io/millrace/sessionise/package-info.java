/** Where a session begins and ends: the gap law over a party's arrivals. Start with {@link io.millrace.sessionise.Sessioniser}. */
package io.millrace.sessionise;
