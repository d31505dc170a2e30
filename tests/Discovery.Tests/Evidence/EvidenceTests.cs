using AgentRegistry.Contracts;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Discovery.Tests;

/// <summary>Queries that were answered well are evidence for their agent.</summary>
public class EvidenceTests
{
    private const int Most = Evidence.DefaultMaxPerAgent;
    private static readonly RoutingPolicy Policy = new();
    private static readonly Agent Ledger = Given.Agent("ledger", "Ledger", "Keeps the accounts of a company");
    private static readonly Agent Post = Given.Agent("post", "Post", "Sends letters and parcels");
    private static long _revision = 1_000;

    [Fact]
    public void An_agent_is_found_by_what_it_was_asked_before_though_its_text_has_no_word_of_it_and_says_how_often()
    {
        var directory = Given.Directory(Ledger, Post);
        directory.Learn(Answered("ledger", "refund my subscription", "refund an order", "when is my refund due"), Most);

        var best = Route(directory, "I want a refund").Candidates[0];

        (best.AgentId, best.AnsweredQueries, best.TextScore).ShouldBe(("ledger", 3, 0));
        best.AnsweredLikeness.ShouldBeInRange(0.2, 1);
        best.Reasons[0].ShouldBe("no word of the query is in its text");
        best.Reasons[1].ShouldStartWith("it answered 3 queries well, to which this is");
    }

    [Fact]
    public void An_agent_that_nobody_has_tried_is_chosen_for_its_text_whatever_others_have_answered()
    {
        var directory = Given.Directory(Ledger, Post, Given.Agent("parcels", "Parcels", "Tracks a parcel: where it is and when it comes"));
        directory.Learn(Answered("post", [.. Enumerable.Range(0, 100).Select(i => $"where is letter {i}")]), Most);

        Route(directory, "track where my parcel is and when it comes").Candidates[0].AgentId.ShouldBe("parcels");
    }

    [Fact]
    public void An_agent_that_answers_many_queries_is_not_the_answer_to_all()
    {
        var directory = Given.Directory(Ledger, Post);
        directory.Learn(Answered("post", [.. Enumerable.Range(0, 100).Select(i => $"send letter number {i} of mine today please")]), Most);
        directory.Learn(Answered("ledger", "refund my order", "refund the fee"), Most);

        Route(directory, "please refund my order today").Candidates[0].AgentId.ShouldBe("ledger");
    }

    [Fact]
    public void Two_that_claim_the_same_are_told_apart_by_what_they_did()
    {
        var directory = Given.Directory(Given.Agent("a", "Helper", "Helps customers"), Given.Agent("b", "Helper", "Helps customers"));
        directory.Learn(Answered("b", "customers ask for an invoice", "an invoice for customers abroad"), Most);
        directory.Learn(Answered("a", "customers lost a password", "a new password for customers"), Most);

        Route(directory, "customers need an invoice").Candidates[0].AgentId.ShouldBe("b");
        Route(directory, "customers need a password").Candidates[0].AgentId.ShouldBe("a");
    }

    [Fact]
    public void Agents_that_are_asked_alike_are_told_apart_by_the_words_that_set_them_apart_once_trained()
    {
        var directory = Given.Directory(Given.Agent("finder", "Papers", "Papers"), Given.Agent("reader", "Papers", "Papers"));
        directory.Learn(Answered("finder", [.. Enumerable.Range(0, 40).Select(i => $"please find me the newest paper about topic {i} and the authors of it")]), Most);
        directory.Learn(Answered("reader", [.. Enumerable.Range(0, 40).Select(i => $"please find me the main idea of paper {i} and the authors of it")]), Most);

        double Lead()
        {
            var entries = Shortlist(directory, "please find me the newest paper and the authors of it");
            return entries.Single(entry => entry.Agent.Id == "finder").Fit - entries.Single(entry => entry.Agent.Id == "reader").Fit;
        }

        var untrained = Lead();
        directory.Train(TestContext.Current.CancellationToken);

        Lead().ShouldBeGreaterThan(untrained + 0.2);
    }

    [Fact]
    public void What_is_learned_in_one_workspace_trains_none_of_another()
    {
        var elsewhere = Given.Agent("elsewhere", "Papers", "Papers") with { Workspace = "other" };
        var (alone, beside) = (Given.Directory(Ledger, Post, elsewhere), Given.Directory(Ledger, Post, elsewhere));
        foreach (var directory in (AgentDirectory[])[alone, beside])
        {
            directory.Learn([.. Enumerable.Range(0, 20).Select(i => new Evidence(i % 2 == 0 ? "ledger" : "post", Defaults.Workspace, $"where is order {i} of mine", Given.Start, 10 + i))], Most);

            // Of as many queries in both, so that their words are as rare: only whom they trained may differ.
            directory.Learn([new Evidence("elsewhere", "other", "where is order of mine", Given.Start, 100)], Most);
        }

        beside.Learn([.. Enumerable.Range(0, 20).Select(i => new Evidence("elsewhere", "other", "where is order of mine", Given.Start, 101 + i))], Most);
        alone.Train(TestContext.Current.CancellationToken);
        beside.Train(TestContext.Current.CancellationToken);

        Fits(beside).ShouldBe(Fits(alone));

        static IEnumerable<(string, double)> Fits(AgentDirectory directory) => directory
            .Shortlist(new RouteQuery { Query = "where is my order 4", Workspace = Defaults.Workspace }, vector: null, lastCalled: null, Policy, Given.Start).Entries
            .Select(entry => (entry.Agent.Id, entry.Fit));
    }

    [Fact]
    public void Who_has_answered_since_the_training_loses_nothing_by_it_and_is_judged_after_the_next()
    {
        var directory = Given.Directory(Given.Agent("finder", "Papers", "Papers"), Given.Agent("reader", "Papers", "Papers"), Given.Agent("writer", "Papers", "Papers"));
        double FitOf(string id) => Shortlist(directory, "please find me the newest paper and the authors of it").Single(entry => entry.Agent.Id == id).Fit;
        directory.Learn(Answered("finder", [.. Enumerable.Range(0, 40).Select(i => $"please find me the newest paper about topic {i} and the authors of it")]), Most);
        directory.Learn(Answered("reader", [.. Enumerable.Range(0, 40).Select(i => $"please find me the main idea of paper {i} and the authors of it")]), Most);
        directory.Train(TestContext.Current.CancellationToken);
        var trained = FitOf("reader");

        directory.Apply([Given.Deleted("reader", 2)], [], 2);
        directory.Apply([Given.Registered(Given.Agent("reader", "Papers", "Papers") with { RegisteredAt = Given.Start.AddSeconds(-1) }, 3)], [], 3);
        directory.Learn(Answered("reader", [.. Enumerable.Range(0, 40).Select(i => $"please find me the main idea of paper {i} and the authors of it")]), Most);
        var anew = FitOf("reader");
        directory.Train(TestContext.Current.CancellationToken);

        anew.ShouldBeGreaterThan(trained + 0.2);
        FitOf("reader").ShouldBe(trained, 0.05);
    }

    [Fact]
    public void The_same_words_in_another_order_are_another_request()
    {
        var directory = Given.Directory(Given.Agent("a", "Converter", "Converts files"), Given.Agent("b", "Converter", "Converts files"));
        directory.Learn(Answered("a", "turn this pdf into word", "my pdf into word please", "pdf into word, the first page"), Most);
        directory.Learn(Answered("b", "turn this word into pdf", "my word into pdf please", "word into pdf, the first page"), Most);

        Shortlist(directory, "can you change a pdf into word")[0].Agent.Id.ShouldBe("a");
        Shortlist(directory, "can you change a word into pdf")[0].Agent.Id.ShouldBe("b");
    }

    [Fact]
    public void A_single_answer_to_something_else_hardly_speaks_against_an_agent_and_many_do()
    {
        double FitAfter(int answers)
        {
            var directory = Given.Directory(Post, Ledger);
            directory.Learn(Answered("post", [.. Enumerable.Range(0, answers).Select(i => $"what does stamp {i} for letters cost")]), Most);
            return Shortlist(directory, "send letters, parcels").Single(entry => entry.Agent.Id == "post").Fit;
        }

        FitAfter(0).ShouldBe(1);
        FitAfter(1).ShouldBeGreaterThan(Policy.EqualFit);
        FitAfter(100).ShouldBeLessThan(FitAfter(1));
    }

    [Fact]
    public void Likeness_is_between_nothing_and_all_of_it_whatever_is_asked()
    {
        var directory = Given.Directory(Ledger, Post);
        directory.Learn(Answered("ledger", "refund my order", "refund refund refund", "a", "?", "退款 我的订单"), Most);
        directory.Learn(Answered("post", [.. Enumerable.Range(0, 300).Select(i => $"send letter {i} to them")]), Most);
        directory.Train(TestContext.Current.CancellationToken);

        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => text is null || Shortlist(directory, text + " refund to them").All(entry =>
            entry.Experience.Similarity is >= 0 and <= 1 && entry.Fit >= 0)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Health_comes_before_evidence()
    {
        var directory = Given.Directory(Ledger with { Health = AgentHealth.Offline, HealthReason = "lease ended" }, Post);
        directory.Learn(Answered("ledger", "refund my order"), Most);

        var decision = Route(directory, "refund my order");

        decision.Candidates.ShouldNotContain(candidate => candidate.AgentId == "ledger");
        decision.Rejected.ShouldContain(rejected => rejected.AgentId == "ledger" && rejected.Reason.Contains("lease ended"));
    }

    [Fact]
    public void Evidence_fades()
    {
        var directory = Given.Directory(Ledger);
        directory.Learn(Answered("ledger", "refund my order"), Most);

        double FreshAfter(double days) => directory
            .Shortlist(new RouteQuery { Query = "refund" }, vector: null, lastCalled: null, Policy, Given.Start.AddDays(days)).Entries.Single().Experience.Fresh;

        FreshAfter(Policy.HalfLifeDays).ShouldBeLessThan(FreshAfter(0));
        FreshAfter(100 * Policy.HalfLifeDays).ShouldBe(0, 1e-9);
        FreshAfter(-1).ShouldBe(FreshAfter(0), "a clock that is ahead adds nothing");
    }

    [Fact]
    public void It_is_bounded_to_the_newest_for_each_agent()
    {
        var directory = Given.Directory(Ledger);
        directory.Learn(Answered("ledger", "refund", "invoice", "dunning"), maxPerAgent: 2);
        directory.Learn(Answered("ledger", "payroll"), maxPerAgent: 2);

        Likeness(directory, "refund").ShouldBe(0);
        Likeness(directory, "invoice").ShouldBe(0);
        Likeness(directory, "dunning").ShouldBeGreaterThan(0);
        Likeness(directory, "payroll").ShouldBeGreaterThan(0);
    }

    [Fact]
    public void What_another_agent_of_that_id_answered_does_not_count()
    {
        var directory = Given.Directory(Ledger with { RegisteredAt = Given.Start });
        directory.Learn([new Evidence("ledger", "elsewhere", "refund", Given.Start, 5), new Evidence("ledger", Defaults.Workspace, "refund", Given.Start.AddSeconds(-1), 6)], Most);
        directory.Learn(Answered("nobody", "refund"), Most);
        Likeness(directory, "refund").ShouldBe(0);

        directory.Learn(Answered("ledger", "refund"), Most);
        directory.Apply([Given.Deleted("ledger", 2)], [], 2);
        directory.Apply([Given.Registered(Ledger, 3)], [], 3);
        Likeness(directory, "refund").ShouldBe(0);
    }

    [Fact]
    public void It_stays_when_the_agent_changes_its_text_or_its_state()
    {
        var directory = Given.Directory(Ledger);
        directory.Learn(Answered("ledger", "refund"), Most);
        directory.Apply([Given.StateChanged("ledger", 2, AgentStatus.Busy, AgentHealth.Healthy)], [], 2);
        directory.Apply([Given.Registered(Ledger with { Description = "Keeps books" }, 3, AgentChange.Updated)], [], 3);

        Likeness(directory, "refund").ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Who_names_an_agent_means_it_whatever_others_answered()
    {
        var directory = Given.Directory(Ledger, Post);
        directory.Learn(Answered("post", [.. Enumerable.Repeat("ledger", 20)]), Most);

        Route(directory, "ledger").Candidates[0].AgentId.ShouldBe("ledger");
    }

    [Fact]
    public void A_policy_that_does_not_count_it_ranks_as_if_nothing_were_known()
    {
        var (taught, untaught) = (Given.Directory(Ledger, Post), Given.Directory(Ledger, Post));
        taught.Learn(Answered("ledger", "send a letter"), Most);

        Entries(taught, Policy with { Evidence = 0 }).ShouldBe(Entries(untaught, Policy));

        static IEnumerable<(string, double)> Entries(AgentDirectory directory, RoutingPolicy policy) => directory
            .Shortlist(new RouteQuery { Query = "send a letter" }, vector: null, lastCalled: null, policy, Given.Start).Entries
            .Where(entry => entry.Fit > 0).Select(entry => (entry.Agent.Id, entry.Fit));
    }

    [Fact]
    public void In_whatever_order_and_however_often_it_is_told_the_ranking_is_the_same()
    {
        string[] words = ["refund", "invoice", "letter", "parcel", "order", "fee"];
        var evidence =
            from agent in Gen.Elements("ledger", "post")
            from query in Gen.Elements(words).ListOf(3)
            select (agent, string.Join(' ', query));
        Prop.ForAll(evidence.ListOf().ToArbitrary(), Gen.Choose(1, 1_000).ToArbitrary(), (told, seed) =>
        {
            var all = told.Select((one, i) => new Evidence(one.agent, Defaults.Workspace, one.Item2, Given.Start, 10 + i)).ToList();
            var random = new Random(seed);
            var (once, often) = (Given.Directory(Ledger, Post), Given.Directory(Ledger, Post));
            once.Learn(all, maxPerAgent: 1_000);
            foreach (var one in all.Concat(all).OrderBy(_ => random.Next()))
            {
                often.Learn([one], maxPerAgent: 1_000);
            }

            once.Train(TestContext.Current.CancellationToken);
            often.Train(TestContext.Current.CancellationToken);
            return words.All(word => Fits(once, word).SequenceEqual(Fits(often, word)));
        }).QuickCheckThrowOnFailure();

        static IEnumerable<(string, double)> Fits(AgentDirectory directory, string word) => directory
            .Shortlist(new RouteQuery { Query = word + " please" }, vector: null, lastCalled: null, Policy, Given.Start).Entries
            .Select(entry => (entry.Agent.Id, Math.Round(entry.Fit, 4)));
    }

    private static List<Evidence> Answered(string agent, params string[] queries) =>
        [.. queries.Select(query => new Evidence(agent, Defaults.Workspace, query, Given.Start, Interlocked.Increment(ref _revision)))];

    private static RouteDecision Route(AgentDirectory directory, string text)
    {
        var query = new RouteQuery { Query = text, IncludeRejected = true };
        return AgentRouter.Decide(query, directory.Shortlist(query, vector: null, lastCalled: null, Policy, Given.Start), new Dictionary<string, AgentFacts>(), Policy);
    }

    private static double Likeness(AgentDirectory directory, string text) =>
        Shortlist(directory, text).Select(entry => entry.Experience.Similarity).DefaultIfEmpty(0).Max();

    private static IReadOnlyList<ShortlistEntry> Shortlist(AgentDirectory directory, string text) =>
        directory.Shortlist(new RouteQuery { Query = text }, vector: null, lastCalled: null, Policy, Given.Start).Entries;
}
