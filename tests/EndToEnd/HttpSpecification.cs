using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>The HTTP edge behaves as clients and beginners expect.</summary>
public abstract class HttpSpecification(ISystem system)
{
    private readonly ApiClient _api = system.Api;

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/api/v1/agents", 200)]
    [InlineData("/api/v1/agents/nobody-here", 404)]
    [InlineData("/api/v1/stats", 200)]
    [InlineData("/api/v1/stream", 200)]
    [InlineData("/api/v1/changes?since=0", 200)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/docs/index.html", 200)]
    [InlineData("/agents", 200)]
    [InlineData("/health", 200)]
    public async Task Head_has_the_status_of_get_and_no_body(string path, int status)
    {
        var answer = await _api.SendAsync(HttpMethod.Head, path, null);
        answer.Status.ShouldBe(status);
        answer.MediaType.ShouldNotBeEmpty();
        answer.Text.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZip")]
    public async Task Gzip_body_is_decompressed(string encoding)
    {
        var id = NewId();
        using var answer = await PostAsync("/api/v1/agents", Gzip(Encoding.UTF8.GetBytes(Agent(id))), encoding);
        ((int)answer.StatusCode).ShouldBe(201);
        ((string?)(await _api.GetAsync($"/api/v1/agents/{id}"))["name"]).ShouldBe("n");
    }

    [Theory]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    [InlineData("gzip, gzip")]
    public async Task Other_encoding_is_415_and_names_the_supported_one(string encoding)
    {
        using var answer = await PostAsync("/api/v1/agents", Encoding.UTF8.GetBytes(Agent(NewId())), encoding);
        ((int)answer.StatusCode).ShouldBe(415);
        answer.Headers.GetValues("Accept-Encoding").ShouldBe(["gzip"]);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"'{encoding}' is not supported");
    }

    [Fact]
    public async Task Small_gzip_body_that_decompresses_beyond_the_limit_is_413()
    {
        var bomb = Gzip(new byte[64 << 20]);
        bomb.Length.ShouldBeLessThan(1 << 20);
        using var answer = await PostAsync("/api/v1/agents", bomb, "gzip");
        ((int)answer.StatusCode).ShouldBe(413);
    }

    [Theory]
    [InlineData("12.345", 12)]
    [InlineData("850.0", 850)]
    [InlineData("8.5e2", 850)]
    public async Task Duration_of_any_number_format_is_read(string text, int milliseconds)
    {
        var id = NewId();
        (await _api.PostAsync("/api/v1/agents", Agent(id))).Status.ShouldBe(201);
        (await _api.PostAsync("/api/v1/agents/activity", $$"""{"agent_id":"{{id}}","task_id":"t","status":"success","duration_ms":{{text}}}""")).Status.ShouldBeInRange(200, 202);
        ((double?)(await _api.GetAsync($"/api/v1/agents/{id}"))["avg_duration_ms"]).ShouldBe(milliseconds);
    }

    [Theory]
    [InlineData("60.0", 201)]
    [InlineData("6e1", 201)]
    [InlineData("60.5", 400)]
    [InlineData("1e400", 400)]
    public async Task Integer_may_have_a_fraction_of_zero_or_an_exponent(string interval, int status)
    {
        var answer = await _api.PostAsync("/api/v1/agents", $$"""{"id":"{{NewId()}}","name":"n","heartbeat_interval_seconds":{{interval}}}""");

        answer.Status.ShouldBe(status);
        if (status == 400)
        {
            answer.Text.ShouldContain("must be a whole number");
        }
    }

    [Fact]
    public async Task Invalid_gzip_is_400()
    {
        using var answer = await PostAsync("/api/v1/agents", Encoding.UTF8.GetBytes(Agent(NewId())), "gzip");
        ((int)answer.StatusCode).ShouldBe(400);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("is not valid gzip");
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("", null, false)]
    [InlineData("", null, true)]
    [InlineData("", "application/x-www-form-urlencoded", true)]
    [InlineData("null", "application/json", false)]
    [InlineData("null", "application/json", true)]
    [InlineData(" null ", "text/plain", false)]
    public async Task Heartbeat_without_content_is_accepted(string? body, string? mediaType, bool isChunked)
    {
        var id = NewId();
        await _api.PostAsync("/api/v1/agents", Agent(id));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/agents/{id}/heartbeat");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = mediaType is null ? null : new MediaTypeHeaderValue(mediaType);
            request.Headers.TransferEncodingChunked = isChunked;
        }

        using var answer = await _api.Http.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(200, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Heartbeat_with_content_of_another_type_is_415()
    {
        using var answer = await _api.Http.PostAsync("/api/v1/agents/any/heartbeat", new StringContent("{\"load\":1}", Encoding.UTF8, "text/plain"));
        ((int)answer.StatusCode).ShouldBe(415);
    }

    [Fact]
    public async Task Unknown_and_missing_fields_are_refused_with_the_nearest_name()
    {
        var answer = await _api.PostAsync("/api/v1/agents", """{"agentId":"x","naem":"n","capabilites":["c"],"baseUrl":"http://h","colour":"red"}""");
        answer.Status.ShouldBe(400);
        Fault(answer, "agentId").ShouldBe("unknown field; did you mean 'id'?");
        Fault(answer, "id").ShouldBe("is required; 'agentId' was sent instead");
        Fault(answer, "name").ShouldBe("is required; 'naem' was sent instead");
        Fault(answer, "capabilites").ShouldBe("unknown field; did you mean 'capabilities'?");
        Fault(answer, "baseUrl").ShouldBe("unknown field; did you mean 'base_url'?");
        Fault(answer, "colour").ShouldStartWith("unknown field; known are base_url, capabilities, ");
        ((string?)answer["detail"]).ShouldBe("agentId: unknown field; did you mean 'id'? 'errors' has 6 more. Nothing was done.");
        (await _api.GetAsync("/api/v1/agents/x")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("POST", "/api/v1/agents", """{"id":"a","name":"n","capabilities":[{"name":"c","cost":"1"}]}""", "capabilities[0].cost")]
    [InlineData("POST", "/api/v1/agents", """{"id":"a","name":"n","factory":{"name":"f","params":{}}}""", "factory.params")]
    [InlineData("POST", "/api/v1/agents/bulk", """{"agent":[]}""", "agent", "agents")]
    [InlineData("POST", "/api/v1/agents/activity", """{"agent_id":"a","task_id":"t","status":"success","duration":5}""", "duration")]
    [InlineData("POST", "/api/v1/agents/a/heartbeat", """{"lod":1}""", "lod")]
    [InlineData("POST", "/api/v1/heartbeats", """{"heartbeats":[{"agent_id":"a","lod":1}]}""", "heartbeats[0].lod")]
    [InlineData("POST", "/api/v1/route", """{"q":"chess"}""", "q", "query")]
    [InlineData("POST", "/api/v1/route", """{"query":"chess","filter":{"tag":["x"]}}""", "filter.tag")]
    [InlineData("POST", "/api/v1/sessions", """{"user":"u"}""", "user", "user_id")]
    [InlineData("PUT", "/api/v1/contexts/a/c", """{"dta":{}}""", "dta", "data")]
    [InlineData("PUT", "/api/v1/definitions/d", """{"content":{"name":"n","typ":"t"}}""", "content.typ")]
    [InlineData("POST", "/api/v1/instances", """{"definition":"d","config":{}}""", "config")]
    [InlineData("GET", "/api/v1/agents?capability=python", null, "capability")]
    [InlineData("GET", "/api/v1/agents/a?limit=5&id=b", null, "limit", "id")]
    [InlineData("GET", "/api/v1/capabilities/search?query=python", null, "query", "q")]
    [InlineData("GET", "/api/v1/memory/search?text=python", null, "text", "q")]
    [InlineData("GET", "/api/v1/sessions?user_id=u", null, "user_id")]
    [InlineData("GET", "/api/v1/changes?from=3", null, "from")]
    [InlineData("GET", "/api/v1/dead-letters?size=3", null, "size")]
    [InlineData("DELETE", "/api/v1/agents/a?force=true", null, "force")]
    public async Task Unknown_name_is_refused(string method, string path, string? body, params string[] faults)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), path, body);
        answer.Status.ShouldBe(400, answer.Text);
        answer.Faults.ShouldBeSubsetOf([.. faults, .. faults.SelectMany(fault => new[] { fault + ".name", "content.type" })], answer.Text);
        faults.ShouldBeSubsetOf(answer.Faults, answer.Text);
    }

    [Fact]
    public async Task Free_form_objects_keep_any_field()
    {
        var id = NewId();
        var answer = await _api.PostAsync(
            "/api/v1/agents",
            new { id, name = "n", metadata = new { baseUrl = 1, nested = new { agentId = 2 } }, factory = new { name = "f", parameters = new { any = 3 } } });
        answer.Status.ShouldBe(201, answer.Text);
        ((int?)(await _api.GetAsync($"/api/v1/agents/{id}"))["metadata"]!["nested"]!["agentId"]).ShouldBe(2);
    }

    [Fact]
    public async Task Legacy_routes_ignore_unknown_fields_and_parameters()
    {
        var id = NewId();
        (await _api.PostAsync("/register", $$"""{"agent_id":"{{id}}","agent_name":"n","region":"eu"}""")).Status.ShouldBe(200);
        (await _api.GetAsync("/agents?verbose=true")).Status.ShouldBe(200);
        (await _api.PostAsync($"/agents/{id}/heartbeat", """{"region":"eu"}""")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Legacy_agents_with_invalid_names_are_refused_instead_of_merged()
    {
        var type = NewId();
        foreach (var name in new[] { "first agent", "second agent" })
        {
            var answer = await _api.PostAsync("/registry/agents", new { agent_type = type, agent_name = name });
            answer.Status.ShouldBe(400, answer.Text);
            answer.Faults.ShouldBe(["agent_name"]);
        }

        (await _api.GetAsync($"/registry/agents/{type}_agent")).Status.ShouldBe(404);
        (await _api.PostAsync("/register", new { agent_name = "No id" })).Faults.ShouldBe(["agent_id"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"id\":1.5}")]
    [InlineData("{\"id\":\"a\" \"name\"}")]
    [InlineData("{\"id\":\"cut")]
    [InlineData("{\"id\":\"\\ud800\",\"name\":\"n\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"id\":\"a\",\"name\":\"n\",\"status\":3}")]
    [InlineData("{\"id\":\"a\",\"name\":\"n\",\"started_at\":\"soon\"}")]
    [InlineData("{\"id\":\"a\",\"name\":\"n\",\"tags\":[1]}")]
    [InlineData("{\"id\":\"a\",\"name\":\"n\",\"capabilities\":[{\"name\":1}]}")]
    [InlineData("{\"id\":\"a\",\"name\":\"n\",\"heartbeat_interval_seconds\":1e99}")]
    [InlineData("{'id':'a'}")]
    [InlineData("{\"id\":\"a\",}")]
    [InlineData("// comment")]
    public async Task Problem_is_said_without_internals_of_the_program(string body)
    {
        var answer = await _api.PostAsync("/api/v1/agents", body);
        answer.Status.ShouldBe(400, answer.Text);
        var detail = (string)answer["detail"]!;
        detail.ShouldStartWith(answer.Faults[0]);
        detail.ShouldEndWith("Nothing was done.");
        foreach (var internals in new[] { "System.", "AgentRegistry.", "LineNumber", "BytePosition", "$.", "isFinalBlock", "JsonToken", "Path:", ".NET", "..", "?." })
        {
            answer.Text.ShouldNotContain(internals);
        }
    }

    [Theory]
    [InlineData("DELETE", "/api/v1/agents", "GET, HEAD, POST")]
    [InlineData("GET", "/api/v1/route", "POST")]
    [InlineData("POST", "/api/v1/agents/a/health", "GET, HEAD")]
    public async Task Method_that_is_not_allowed_is_answered_with_those_that_are(string method, string path, string allowed)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), path, null);
        answer.Status.ShouldBe(405);
        ((string?)answer["detail"]).ShouldBe($"{method} is not allowed here. The path takes {allowed}.");
    }

    [Theory]
    [InlineData("PUT", "/api/v1/agents/a/capabilities", """{"capabilities":[],"expected_revision":5}""", "expected_revision")]
    [InlineData("PATCH", "/api/v1/agents/a/status", """{"enabled":true,"expected_revision":5}""", "expected_revision")]
    [InlineData("POST", "/api/v1/agents/a/versions/1/restore", """{"expected_revision":5}""", "expected_revision")]
    [InlineData("PUT", "/api/v1/instances/a/configuration", """{"configuration":{},"expected_revision":5}""", "expected_revision")]
    [InlineData("PUT", "/api/v1/contexts/a/c", """{"data":{},"expected_version":5}""", "expected_version")]
    [InlineData("POST", "/api/v1/contexts/a/c/rollback", """{"to_version":1,"expected_version":5}""", "expected_version")]
    [InlineData("PUT", "/api/v1/definitions/d", """{"content":{"name":"n","type":"t"},"expected_version":5}""", "expected_version")]
    [InlineData("POST", "/api/v1/definitions/d/restore", """{"to_version":1,"expected_version":5}""", "expected_version")]
    public async Task Body_that_contradicts_if_match_is_refused(string method, string path, string body, string fault)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), path, body, ("If-Match", "\"3\""));
        answer.Status.ShouldBe(400, answer.Text);
        answer.Faults.ShouldBe([fault]);
    }

    [Fact]
    public async Task Expected_revision_in_the_body_works_as_if_match()
    {
        var id = NewId();
        await _api.PostAsync("/api/v1/agents", Agent(id));
        var revision = (long)(await _api.GetAsync($"/api/v1/agents/{id}"))["revision"]!;
        var changed = await _api.SendAsync(HttpMethod.Put, $"/api/v1/agents/{id}/capabilities", new { capabilities = new[] { "c" }, expected_revision = revision });
        changed.Status.ShouldBe(200, changed.Text);
        changed = await _api.SendAsync(HttpMethod.Put, $"/api/v1/agents/{id}/capabilities", new { capabilities = new[] { "d" }, expected_revision = revision });
        changed.Status.ShouldBe(409, changed.Text);
    }

    [Theory]
    [InlineData("/api/v1/agents?q=%00")]
    [InlineData("/api/v1/agents?type=a%00b")]
    [InlineData("/api/v1/sessions?user=%00")]
    [InlineData("/api/v1/definitions?text=%00")]
    [InlineData("/api/v1/stats?workspace=%00")]
    [InlineData("/api/v1/agents?%00=x")]
    [InlineData("/agents?q=%00")]
    public async Task Zero_character_in_a_parameter_is_400(string path)
    {
        var answer = await _api.GetAsync(path);
        answer.Status.ShouldBe(400, answer.Text);
        answer.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Route_that_finds_nobody_says_why()
    {
        var workspace = NewId();
        var nobody = await RouteAsync("translate the contract into latin");
        ((bool?)nobody["fits"]).ShouldBe(false);
        ((string?)nobody["reason"]).ShouldBe("no agent's capabilities, name, description or tags match the query");

        await _api.PostAsync("/api/v1/agents", new { id = workspace, name = "Latin", workspace, capabilities = new[] { "translate contracts into latin" } });
        await _api.SendAsync(HttpMethod.Patch, $"/api/v1/agents/{workspace}/status", new { enabled = false });
        var disabled = await RouteAsync("translate the contract into latin");
        ((bool?)disabled["fits"]).ShouldBe(false);
        ((string?)disabled["reason"])!.ShouldContain($"'{workspace}'");
        disabled["rejected"]!.AsArray().ShouldBeEmpty();

        Task<Answer> RouteAsync(string query) => _api.PostAsync("/api/v1/route", new { query, workspace });
    }

    private static string NewId() => "http-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    private static string Agent(string id) => $$"""{"id":"{{id}}","name":"n"}""";

    private static string? Fault(Answer answer, string field) => (string?)answer["errors"]?[field]?[0];

    private static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string encoding)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return await _api.Http.PostAsync(path, content);
    }
}
