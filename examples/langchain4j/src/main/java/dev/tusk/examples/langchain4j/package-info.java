/** LangChain4j over Tusk. */
@NullMarked
package dev.tusk.examples.langchain4j;

import org.jspecify.annotations.NullMarked;
