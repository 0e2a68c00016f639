/** Who sells, where and how much in a generated world. Start with {@link io.millrace.merchants.MerchantPlan}. */
package io.millrace.merchants;
