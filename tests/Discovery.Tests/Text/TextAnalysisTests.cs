using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Discovery.Tests;

public class TextAnalysisTests
{
    [Theory]
    [InlineData("Town Map", "town map")]
    [InlineData("fast_review-bot", "fast review bot")]
    [InlineData("getReport", "getreport get report")]
    [InlineData("HTTPPort", "httpport http port")]
    [InlineData("sha256", "sha256 sha 256")]
    [InlineData("What can you do for me?", "")]
    [InlineData("C++ and R", "c r")]
    public void Words_are_parted_and_compounds_stay_whole_as_well(string text, string terms) => Terms(text).ShouldBe(terms);

    [Theory]
    [InlineData("翻译文件", "翻译 译文 文件")]
    [InlineData("天", "天")]
    [InlineData("AI翻译 bot", "ai 翻译 bot")]
    [InlineData("日本語の本", "日本 本語 語の の本")]
    [InlineData("한국어", "한국 국어")]
    [InlineData("𠀀𠀁", "𠀀𠀁")]
    public void Scripts_without_spaces_give_pairs_of_characters(string text, string terms) => Terms(text).ShouldBe(terms);

    [Theory]
    [InlineData("Переводчик ТЕКСТА", "переводчик текста")]
    [InlineData("مُترجِم", "مُترجِم")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("cafe\u0301", "cafe\u0301")]
    public void Words_of_any_script_are_words(string text, string terms) => Terms(text).ShouldBe(terms);

    [Theory]
    [InlineData("🌦️ 🤖")]
    [InlineData("\ud800 \udc00 \u0000 \u202e")]
    [InlineData("!?.*+[](){}|^$")]
    public void What_is_no_word_gives_none(string text) => Terms(text).ShouldBe("");

    [Fact]
    public void A_token_says_where_it_stands() =>
        TextAnalysis.Tokens("the GitHub").ShouldBe([new Token("github", 4, 10), new Token("git", 4, 7), new Token("hub", 7, 10)]);

    [Fact]
    public void A_word_without_end_is_cut() => TextAnalysis.Tokens(new string('x', 100_000)).Single().Term.Length.ShouldBe(64);

    [Fact]
    public void Any_text_is_analysed_and_every_token_is_within_it() =>
        Prop.ForAll<string?>(text => TextAnalysis.Tokens(text ?? "")
            .All(token => token.Term.Length > 0 && token.Start >= 0 && token.Start < token.End && token.End <= text!.Length))
            .QuickCheckThrowOnFailure();

    private static string Terms(string text) => string.Join(' ', TextAnalysis.Tokens(text).Select(token => token.Term));
}
