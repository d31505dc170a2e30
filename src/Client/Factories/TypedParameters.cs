using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentRegistry.Client;

/// <summary>Parameters as a type: read strictly, then checked by their data annotations.</summary>
internal static class TypedParameters
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        // A name that nobody knows is a slip of the pen: the factory would go on with a default.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Reads parameters.</summary>
    /// <exception cref="AgentFactoryParametersException">They are not of this type, or break its annotations.</exception>
    public static T Read<T>(string factory, JsonElement parameters)
    {
        T? read;
        try
        {
            read = parameters.Deserialize<T>(Strict);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new AgentFactoryParametersException(factory, [exception.Message], exception);
        }

        if (read is null)
        {
            throw new AgentFactoryParametersException(factory, ["parameters must not be null"]);
        }

        // A struct is boxed once: the validator compares instances.
        object instance = read;
        var broken = new List<ValidationResult>();
        if (!Validator.TryValidateObject(instance, new ValidationContext(instance), broken, validateAllProperties: true))
        {
            throw new AgentFactoryParametersException(factory, [.. broken.Select(result => result.ErrorMessage ?? string.Join(", ", result.MemberNames))]);
        }

        return read;
    }
}
