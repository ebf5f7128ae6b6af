/** What programs find of networkx in a sandbox that has this pack. */
@NullMarked
package dev.tusk.networkx;

import org.jspecify.annotations.NullMarked;
