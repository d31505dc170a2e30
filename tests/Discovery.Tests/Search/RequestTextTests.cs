using AgentRegistry.Contracts;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Discovery.Tests;

/// <summary>Requests as people word them: with other words, several wishes, quotations and courtesies.</summary>
public class RequestTextTests
{
    [Fact]
    public void An_agent_is_found_by_a_word_that_means_the_same_and_the_askers_own_word_is_shown()
    {
        var match = Search("cheap petrol near me", Given.Agent("fuel", "Pump", "Gasoline at every station"), Given.Agent("other", "Pumpkin", "Recipes")).Matches.Single();

        match.AgentId.ShouldBe("fuel");
        match.MatchedWords.ShouldBe(["petrol"]);
    }

    [Fact]
    public void The_word_itself_is_worth_more_than_one_that_means_the_same() =>
        Ranked("petrol", Given.Agent("a", "A", "gasoline"), Given.Agent("b", "B", "petrol")).ShouldBe(["b", "a"]);

    [Fact]
    public void Each_sentence_of_a_request_brings_its_own_agent()
    {
        var ranked = Ranked(
            "Tell me the weather forecast for tomorrow. After that, book a hotel room in the city.",
            Given.Agent("weather", "Weather", "Weather forecast"),
            Given.Agent("hotel", "Hotels", "Book a hotel room"),
            Given.Agent("mixed", "Postcards", "Weather, city"));

        ranked.Take(2).ShouldBe(["weather", "hotel"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("Show me the lighting of the film \"Weather Station\"")]
    [InlineData("Show me the lighting of the film 'Weather Station'")]
    [InlineData("Show me the lighting of the film “Weather Station”")]
    public void What_stands_in_quotes_is_no_wish(string query) =>
        Ranked(query, Given.Agent("film", "Film", "Lighting"), Given.Agent("weather", "Weather", "Weather of a station"))[0].ShouldBe("film");

    [Fact]
    public void An_apostrophe_quotes_nothing() =>
        RequestText.Words("What's the dog's weather and the cat's food?").ShouldAllBe(word => !word.IsValue);

    [Fact]
    public void Words_of_asking_do_not_outweigh_what_is_asked_for() =>
        Ranked(
            "Could you please help me find something about beekeeping",
            Given.Agent("helper", "Desk", "Helps you find something"),
            Given.Agent("bees", "Beekeeper", "All of it, from the first hive to the last jar of honey"))[0].ShouldBe("bees");

    [Fact]
    public void In_a_name_they_count_in_full() =>
        Ranked("find invoices", Given.Agent("a", "archiveInvoices", "invoices"), Given.Agent("b", "findInvoices", "invoices"))[0].ShouldBe("b");

    [Fact]
    public void Any_text_is_answered_and_a_better_fit_is_never_behind_a_worse()
    {
        var directory = Given.Directory(Given.Agent("a", "Weather", "Forecast for any place"), Given.Agent("b", "Translate", "Any language"));

        // Texts of which some words are found, between any others.
        var words = Gen.OneOf(Gen.Elements("weather", "forecast", "translate", "a", "language.", "\"place\"", "please", "b"), ArbMap.Default.GeneratorFor<string>());
        Prop.ForAll(words.ArrayOf().Select(parts => string.Join(' ', parts)).ToArbitrary(), text => directory.Search(new SearchCapabilities { Query = text }).Matches is var matches
            && matches.Zip(matches.Skip(1)).All(pair => pair.First.Score >= pair.Second.Score)).QuickCheckThrowOnFailure();
    }

    private static string[] Ranked(string query, params Agent[] agents) => [.. Search(query, agents).Matches.Select(match => match.AgentId)];

    [Theory]
    [InlineData("tranlsate")]
    [InlineData("translte")]
    [InlineData("transslate")]
    [InlineData("trenslate")]
    public void A_misspelt_word_finds_what_was_meant_and_is_shown_as_it_was_written(string misspelt)
    {
        var match = Search($"{misspelt} a letter", Given.Agent("polyglot", "Polyglot", "Translate anything"), Given.Agent("other", "Other", "Cooks")).Matches.Single();

        match.AgentId.ShouldBe("polyglot");
        match.MatchedWords.ShouldBe([misspelt]);
    }

    [Fact]
    public void A_word_that_is_one_is_not_taken_for_another() =>
        Ranked("leather", Given.Agent("a", "A", "weather, lather, feather")).ShouldBeEmpty();

    [Fact]
    public void What_is_spelt_right_is_worth_more() =>
        Ranked("terrafrm", Given.Agent("a", "A", "terraform"), Given.Agent("b", "B", "terrafrm")).ShouldBe(["b"]);

    [Fact]
    public void One_slip_is_one_whatever_the_word_and_two_are_not()
    {
        var words = Gen.Choose('a', 'z').Select(c => (char)c).ArrayOf().Where(letters => letters.Length >= 4).Select(letters => new string(letters));
        Prop.ForAll(words.ToArbitrary(), Gen.Choose(0, 3).ToArbitrary(), Gen.Choose(1, 1_000).ToArbitrary(), (word, kind, at) =>
        {
            var place = 1 + (at % (word.Length - 2));
            var slip = kind switch
            {
                0 => word.Remove(place, 1),
                1 => word.Insert(place, "q"),
                2 => word.Remove(place, 1).Insert(place, "q"),
                _ => word.Remove(place, 1).Insert(place + 1, word[place].ToString()),
            };
            return (slip == word || (FuzzyMatcher.IsOneEditApart(word, slip) && FuzzyMatcher.IsOneEditApart(slip, word)))
                && !FuzzyMatcher.IsOneEditApart(word, word)
                && !FuzzyMatcher.IsOneEditApart(word, slip + "QQ")
                && !FuzzyMatcher.IsOneEditApart(word, "QQ" + word);
        }).QuickCheckThrowOnFailure();
    }

    private static CapabilityMatches Search(string query, params Agent[] agents) => Given.Directory(agents).Search(new SearchCapabilities { Query = query });
}
