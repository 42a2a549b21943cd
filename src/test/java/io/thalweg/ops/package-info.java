/** What ops/ and the documents say, held against the program that they speak of. */
package io.thalweg.ops;
