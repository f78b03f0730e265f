package io.tapio.peer;

/** One end of a link that was found to be who it should be. */
record Met(Line line, Word.Greeting greeting) {}
