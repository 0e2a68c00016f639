package io.millrace.entities;

import io.millrace.policy.DevicesPolicy;
import io.millrace.policy.IpsPolicy;
import io.millrace.policy.PopulationPolicy;
import io.millrace.policy.ProductsPolicy;
import io.millrace.policy.RolesPolicy;
import io.millrace.policy.Taxonomies;
import io.millrace.testing.ConfigFolder;
import io.millrace.testing.PolicyFiles;
import io.millrace.world.WorldKeys;
import java.nio.file.Path;
import java.util.ArrayList;

/** A world of the shipped packs over plain parties and merchants. */
final class MadeWorld {
    final PopulationPolicy population = PopulationPolicy.of(PolicyFiles.shipped("population_6A"));
    final ProductsPolicy products = ProductsPolicy.of(PolicyFiles.shipped("products_6A"));
    final DevicesPolicy devices = DevicesPolicy.of(PolicyFiles.shipped("devices_6A"));
    final IpsPolicy ips = IpsPolicy.of(PolicyFiles.shipped("ips_6A"));
    final RolesPolicy roles = RolesPolicy.of(PolicyFiles.shipped("roles_6A"));
    final PlainParties parties;
    final WorldMaker world;

    /** Three zones of two fifths, two fifths and a fifth of the parties. */
    MadeWorld(long size, Path folder) {
        WorldKeys keys = WorldKeys.of("ab".repeat(32), 42);
        long part = 2 * size / 5;
        parties = new PlainParties(
                new String[] {"DE", "GB", "US"}, new long[] {part, part, size - 2 * part}, population, keys);
        ArrayList<io.millrace.base.Problem> problems = new ArrayList<>();
        Taxonomies taxonomies = Taxonomies.of(ConfigFolder.taxonomiesIn(folder).read(problems), problems);
        world = new WorldMaker(
                "cd".repeat(32),
                parties,
                new PlainMerchants(50, "DE", "US"),
                keys,
                population,
                products,
                devices,
                ips,
                roles,
                taxonomies);
    }
}
