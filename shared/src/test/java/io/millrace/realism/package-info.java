/** Statistics of a whole generated stream against the figures of the design. Start with {@link StreamRealismTest}. */
package io.millrace.realism;
