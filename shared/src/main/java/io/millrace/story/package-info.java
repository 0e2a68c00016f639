/** How a row came about, told in facts, draws and rules. Start with {@link io.millrace.story.Fact}. */
package io.millrace.story;
