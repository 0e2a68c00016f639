/** What happens to a payment: orders, life cycle, amounts, times. Start with {@link io.millrace.flows.FlowMaker}. */
package io.millrace.flows;
