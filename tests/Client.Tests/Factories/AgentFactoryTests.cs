using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AgentRegistry.Contracts;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace AgentRegistry.Client.Tests.Factories;

/// <summary>Named factories: what they make, and what is said when they cannot.</summary>
public sealed class AgentFactoryTests
{
    [Fact]
    public async Task Factory_creates_an_agent_with_the_parameters_of_its_reference()
    {
        var factories = Factories(services => services.AddAgentFactory<Size>("coder", (_, size) => new Made(size.Model, size.Tokens)));

        var made = (Made)await factories.CreateAsync(Reference("coder", """{"model":"large","tokens":7}"""));

        (made.Model, made.Tokens).ShouldBe(("large", 7));
    }

    [Fact]
    public async Task Missing_parameters_have_the_defaults_of_their_type()
    {
        var factories = Factories(services => services.AddAgentFactory<Size>("coder", (_, size) => new Made(size.Model, size.Tokens)));

        foreach (var reference in new[] { new AgentFactoryReference { Name = "coder" }, Reference("coder", "null"), Reference("coder", "{}") })
        {
            var made = (Made)await factories.CreateAsync(reference);
            (made.Model, made.Tokens).ShouldBe(("small", 100));
        }
    }

    [Fact]
    public async Task Factory_may_take_raw_JSON_and_the_services_of_its_host()
    {
        var factories = Factories(services => services
            .AddSingleton("from the host")
            .AddAgentFactory("plain", (provider, parameters) => new Made(provider.GetRequiredService<string>(), parameters.GetProperty("n").GetInt32())));

        var made = (Made)await factories.CreateAsync(Reference("plain", """{"n":3,"anything":[1]}"""));

        (made.Model, made.Tokens).ShouldBe(("from the host", 3));
    }

    [Fact]
    public async Task Asynchronous_factory_can_be_cancelled()
    {
        var factories = Factories(services => services.AddAgentFactory<Size>("slow", async (_, size, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return new Made(size.Model, size.Tokens);
        }));
        using var caller = new CancellationTokenSource();

        var making = factories.CreateAsync(Reference("slow", "{}"), caller.Token);
        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(making);
    }

    [Fact]
    public async Task Factory_is_resolved_once_by_concurrent_calls_and_creates_a_new_agent_each_time()
    {
        var resolved = 0;
        var factories = Factories(services => services.AddAgentFactory("costly", _ =>
        {
            Interlocked.Increment(ref resolved);
            return new Costly();
        }));
        resolved.ShouldBe(0);

        var made = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => factories.CreateAsync(Reference("costly", "{}")))));

        resolved.ShouldBe(1);
        made.Distinct().Count().ShouldBe(50);
    }

    [Fact]
    public async Task Failed_resolution_of_a_factory_is_retried()
    {
        var attempts = 0;
        var factories = Factories(services => services.AddAgentFactory("later", _ => ++attempts == 1 ? throw new IOException("not yet") : new Costly()));

        var first = await Should.ThrowAsync<AgentFactoryFailedException>(factories.CreateAsync(Reference("later", "{}")));

        first.Message.ShouldBe("Agent factory 'later' failed: not yet");
        (await factories.CreateAsync(Reference("later", "{}"))).ShouldNotBeNull();
        attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Unknown_name_is_reported_with_the_available_ones()
    {
        var factories = Factories(services => services
            .AddAgentFactory("tickets", (_, _) => new Made("", 0)).AddAgentFactory("coder", (_, _) => new Made("", 0)));

        factories.Names.ShouldBe(["coder", "tickets"]);
        var unknown = await Should.ThrowAsync<UnknownAgentFactoryException>(factories.CreateAsync(Reference("Coder", "{}")));
        unknown.Message.ShouldBe("Unknown agent factory 'Coder'; available: coder, tickets");
        (unknown.Factory, unknown.Available).ShouldBe(("Coder", factories.Names));
    }

    [Fact]
    public async Task Unknown_name_without_any_factory_is_reported()
    {
        var factories = new AgentFactories([], new ServiceCollection().BuildServiceProvider());

        (await Should.ThrowAsync<UnknownAgentFactoryException>(factories.CreateAsync(new AgentFactoryReference())))
            .Message.ShouldBe("Unknown agent factory ''; available: none");
    }

    [Fact]
    public async Task Name_from_the_wire_loads_no_type()
    {
        var factories = Factories(services => services.AddAgentFactory("coder", (_, _) => new Made("", 0)));
        Loaded.Made.ShouldBe(0);

        foreach (var name in new[] { typeof(Loaded).FullName!, typeof(Loaded).AssemblyQualifiedName!, typeof(Loaded).Assembly.Location, "coder\n", " coder" })
        {
            await Should.ThrowAsync<UnknownAgentFactoryException>(factories.CreateAsync(new AgentFactoryReference { Name = name }));
        }

        Loaded.Made.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"tokens":"many"}""", "tokens")]
    [InlineData("""{"tokens":1.5}""", "tokens")]
    [InlineData("""{"tokens":null}""", "tokens")]
    [InlineData("""{"token":1}""", "token")]
    [InlineData("""{"model":null}""", "model")]
    [InlineData("""{"model":["large"]}""", "model")]
    [InlineData("""{"tokens":0}""", "Tokens must be 1 to 1000")]
    [InlineData("""{"tokens":1001,"model":""}""", "Model")]
    [InlineData("""[1]""", "must be a JSON object, not Array")]
    [InlineData("\"large\"", "must be a JSON object, not String")]
    public async Task Invalid_parameters_are_refused_with_the_factory_and_the_field(string parameters, string named)
    {
        var made = 0;
        var factories = Factories(services => services.AddAgentFactory<Size>("coder", (_, size) =>
        {
            made++;
            return new Made(size.Model, size.Tokens);
        }));

        var refused = await Should.ThrowAsync<AgentFactoryParametersException>(factories.CreateAsync(Reference("coder", parameters)));

        refused.Factory.ShouldBe("coder");
        refused.Message.ShouldStartWith("Parameters of agent factory 'coder' are invalid: ");
        refused.Message.ShouldContain(named);
        made.ShouldBe(0);
    }

    [Fact]
    public async Task All_violated_annotations_are_reported_at_once()
    {
        var factories = Factories(services => services.AddAgentFactory<Size>("coder", (_, size) => new Made(size.Model, size.Tokens)));

        var refused = await Should.ThrowAsync<AgentFactoryParametersException>(factories.CreateAsync(Reference("coder", """{"tokens":0,"model":""}""")));

        refused.Faults.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Factory_that_throws_is_reported_with_the_reason()
    {
        var factories = Factories(services => services
            .AddAgentFactory("throws", (_, _) => throw new InvalidOperationException("no model to be had"))
            .AddAgentFactory<Size>("later", async (_, _, _) =>
            {
                await Task.Yield();
                throw new IOException("the disk is full");
            })
            .AddAgentFactory("nothing", (_, _) => null!));

        var failed = await Should.ThrowAsync<AgentFactoryFailedException>(factories.CreateAsync(Reference("throws", "{}")));
        (failed.Message, failed.Factory).ShouldBe(("Agent factory 'throws' failed: no model to be had", "throws"));
        failed.InnerException.ShouldBeOfType<InvalidOperationException>();
        (await Should.ThrowAsync<AgentFactoryFailedException>(factories.CreateAsync(Reference("later", "{}")))).Message.ShouldContain("the disk is full");
        (await Should.ThrowAsync<AgentFactoryFailedException>(factories.CreateAsync(Reference("nothing", "{}")))).Message.ShouldEndWith("it returned no agent");
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("System.String, mscorlib")]
    public void Factory_with_an_invalid_name_cannot_be_added(string name) =>
        Should.Throw<ArgumentException>(() => new ServiceCollection().AddAgentFactory(name, (_, _) => new Made("", 0)));

    [Fact]
    public void Factory_name_is_unique() =>
        Should.Throw<ArgumentException>(() => new ServiceCollection()
            .AddAgentFactory("coder", (_, _) => new Made("", 0)).AddAgentFactory<Size>("coder", (_, _) => new Made("", 0))).Message.ShouldContain("'coder'");

    [Fact]
    public void Any_reference_creates_an_agent_or_an_error_that_names_the_factory() => Prop.ForAll<string, int, int>((name, which, tokens) =>
    {
        var factories = Factories(services => services.AddAgentFactory<Size>("coder", (_, size) => new Made(size.Model, size.Tokens)));
        var reference = new AgentFactoryReference
        {
            Name = which % 2 == 0 ? "coder" : name,
            Parameters = JsonSerializer.SerializeToElement(which % 3 == 0 ? (object)new { tokens } : which % 3 == 1 ? new[] { tokens } : name),
        };
        var isGood = reference.Name == "coder" && which % 3 == 0 && tokens is >= 1 and <= 1_000;
        try
        {
            ((Made)factories.CreateAsync(reference).GetAwaiter().GetResult()).Tokens.ShouldBe(tokens);
            isGood.ShouldBeTrue();
        }
        catch (AgentFactoryException refused)
        {
            isGood.ShouldBeFalse();
            refused.Factory.ShouldBe(reference.Name ?? "");
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static IAgentFactories Factories(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        return services.BuildServiceProvider().GetRequiredService<IAgentFactories>();
    }

    private static AgentFactoryReference Reference(string name, string parameters) =>
        new() { Name = name, Parameters = JsonSerializer.Deserialize<JsonElement>(parameters) };

    private sealed record Size
    {
        [StringLength(20, MinimumLength = 1)]
        public string Model { get; init; } = "small";

        [Range(1, 1_000, ErrorMessage = "Tokens must be 1 to 1000")]
        public int Tokens { get; init; } = 100;
    }

    private class Made(string model, int tokens) : BaseAgent
    {
        public string Model => model;

        public int Tokens => tokens;

        public override RegisterAgent Registration => new() { AgentId = "made", Name = "Made" };
    }

    /// <summary>What a name of the wire must never bring to life.</summary>
    private sealed class Loaded : Made
    {
        public Loaded()
            : base("", 0) => Made++;

        public static int Made { get; private set; }
    }

    private sealed class Costly : IAgentFactory
    {
        public Task<BaseAgent> CreateAsync(JsonElement parameters, CancellationToken cancellationToken) => Task.FromResult<BaseAgent>(new Made("", 0));
    }
}
