/** Problems, error codes and the exceptions that carry them. Start with {@link io.millrace.base.Problem}. */
package io.millrace.base;
