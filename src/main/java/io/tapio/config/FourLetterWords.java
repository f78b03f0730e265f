package io.tapio.config;

import java.util.Set;

/** Which four-letter words are answered: some, or all ({@code *}). */
public record FourLetterWords(boolean all, Set<String> words) {

    public FourLetterWords {
        words = Set.copyOf(words);
    }

    public boolean allows(String word) {
        return all || words.contains(word);
    }
}
