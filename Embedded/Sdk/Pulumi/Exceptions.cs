namespace Pulumi;

#pragma warning disable CA1032 // The official SDK's constructors.

/// <summary>Ends the program with a message for the user and nothing else.</summary>
public class RunException : Exception
{
    public RunException(string message)
        : base(message)
    {
    }

    public RunException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public static RunException OutputsHaveIncorrectType(IEnumerable<string> outputAttributeNames)
        => new($"Output(s) '{string.Join(", ", outputAttributeNames)}' have incorrect type. [Output] attributed properties must be instances of Output<T>.");
}

/// <summary>Ends the program with a message about one resource.</summary>
public class ResourceException(string message, Resource? resource, bool hideStack = false) : Exception(message)
{
    internal Resource? Resource { get; } = resource;

    internal bool HideStack { get; } = hideStack;
}

/// <summary>Says that a message could not be logged.</summary>
public class LogException(Exception exception) : Exception($"Error occurred during logging: {exception.Message}", exception);
