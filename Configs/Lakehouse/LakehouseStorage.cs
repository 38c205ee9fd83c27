namespace Infra.Configs.Lakehouse;

/// <summary>Where the demo's tables are, as all who work with them know it.</summary>
internal static class LakehouseStorage
{
    /// <summary>The bucket that tables are kept in.</summary>
    public const string Bucket = "lake";

    /// <summary>The warehouse's name in the catalog.</summary>
    public const string Warehouse = "warehouse";

    /// <summary>The warehouse's place in the bucket.</summary>
    public const string Location = $"s3://{Bucket}/{Warehouse}";

    /// <summary>MinIO has none, but who speaks S3 wants one.</summary>
    public const string Region = "us-east-1";
}
