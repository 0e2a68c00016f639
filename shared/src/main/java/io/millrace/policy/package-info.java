/** Policies: strict YAML, schema, records, linter. Start with {@link io.millrace.policy.PolicyNode}. */
package io.millrace.policy;
