using Shouldly;
using Xunit;

namespace AgentRegistry.Discovery.Tests;

public class EnglishStemTests
{
    [Theory]
    [InlineData("translate", "translates", "translated", "translating", "translation", "translations", "translator", "translators")]
    [InlineData("generate", "generating", "generation", "generator", "generative")]
    [InlineData("summarize", "summarizes", "summarizing", "summarizer", "summarization")]
    [InlineData("classify", "classifies", "classified", "classifier", "classification")]
    [InlineData("city", "cities")]
    [InlineData("movie", "movies")]
    [InlineData("box", "boxes")]
    [InlineData("search", "searches", "searching", "searched")]
    [InlineData("program", "programs", "programming", "programmer")]
    [InlineData("detect", "detection", "detector", "detecting")]
    [InlineData("manage", "manager", "management", "managing")]
    [InlineData("code", "codes", "coding", "coded")]
    [InlineData("class", "classes")]
    [InlineData("care", "cares", "caring", "cared")]
    [InlineData("plan", "planning", "planned")]
    [InlineData("time", "timing", "timed")]
    public void Forms_of_a_word_become_one(params string[] forms) =>
        forms.Select(Stem).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();

    [Theory]
    [InlineData("string", "string")]
    [InlineData("need", "need")]
    [InlineData("status", "status")]
    [InlineData("analysis", "analysis")]
    [InlineData("bus", "bus")]
    [InlineData("user", "user")]
    public void Words_that_only_look_like_a_form_stay(string word, string stem) => Stem(word).ShouldBe(stem);

    [Fact]
    public void Different_words_stay_different() =>
        new[] { "organ", "organization", "university", "universe", "new", "news" }.Select(Stem).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(4);

    [Theory]
    [InlineData("car", "care")]
    [InlineData("plan", "plane")]
    [InlineData("not", "note")]
    [InlineData("star", "stare")]
    public void An_e_at_the_end_of_one_syllable_makes_another_word(string one, string other) => Stem(one).ShouldNotBe(Stem(other));

    private static string Stem(string word)
    {
        var letters = word.ToCharArray();
        return new string(letters, 0, EnglishStem.Apply(letters));
    }
}
