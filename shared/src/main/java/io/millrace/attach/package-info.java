/** Attach: every arrival gets a party, means and an endpoint. Start with {@link io.millrace.attach.EntityAttacher}. */
package io.millrace.attach;
