package io.millrace.policy;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.Coded;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.EntityKind;
import io.millrace.contract.FraudRole;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The six taxonomy packs: what the tokens of a world's open vocabularies mean. A token is known by itself or as the
 * alias of one; an unknown token is an empty answer, which the caller reports as {@code INPUT_VOCABULARY_UNMAPPED}.
 *
 * @param accounts account type to ledger class
 * @param roles per entity, fraud role token to role
 */
public record Taxonomies(
        Vocabulary<Segment> segments,
        Map<Segment, PartyType> partyTypeBySegment,
        Vocabulary<LedgerClass> accounts,
        Vocabulary<InstrumentKind> instruments,
        Vocabulary<DeviceGroup> devices,
        Vocabulary<IpGroup> ips,
        Map<EntityKind, Vocabulary<FraudRole>> roles) {

    /**
     * @param packs all six taxonomies have passed their schemas
     * @param problems receives aliases that lead nowhere or hide a token (L08)
     */
    public static Taxonomies of(PolicyPacks packs, List<Problem> problems) {
        PolicyPack party = packs.require("party_taxonomy_6A");
        PolicyNode segments = party.root().get("segments");
        party.root().get("party_types").items();
        PolicyPack roles = packs.require("fraud_role_taxonomy_6A");
        EnumMap<EntityKind, Vocabulary<FraudRole>> roleByEntity = new EnumMap<>(EntityKind.class);
        for (EntityKind entity : EntityKind.values()) {
            PolicyNode listed = roles.root().get("roles").get(entity.name());
            TreeMap<String, FraudRole> classes = new TreeMap<>();
            listed.texts().forEach(token -> classes.put(token, FraudRole.valueOf(token)));
            PolicyNode aliases = roles.root().get("aliases").get(entity.name());
            roleByEntity.put(entity, vocabulary(roles.file(), classes, aliases, problems));
        }
        TreeMap<String, Segment> segmentByToken = new TreeMap<>();
        segments.entries().keySet().forEach(token -> segmentByToken.put(token, Segment.valueOf(token)));
        return new Taxonomies(
                vocabulary(party.file(), segmentByToken, party.root().get("segment_aliases"), problems),
                ByVocabulary.map(segments, Segment.class, node -> ByVocabulary.constant(node, PartyType.class)),
                classes(packs.require("account_taxonomy_6A"), LedgerClass.class, problems),
                classes(packs.require("instrument_taxonomy_6A"), InstrumentKind.class, problems),
                classes(packs.require("device_taxonomy_6A"), DeviceGroup.class, problems),
                classes(packs.require("ip_taxonomy_6A"), IpGroup.class, problems),
                Collections.unmodifiableMap(roleByEntity));
    }

    public Optional<Segment> segment(String token) {
        return segments.find(token);
    }

    public Optional<LedgerClass> ledgerClass(String accountType) {
        return accounts.find(accountType);
    }

    public Optional<InstrumentKind> instrumentKind(String instrumentType) {
        return instruments.find(instrumentType);
    }

    public Optional<DeviceGroup> deviceGroup(String deviceType) {
        return devices.find(deviceType);
    }

    public Optional<IpGroup> ipGroup(String ipType) {
        return ips.find(ipType);
    }

    public Optional<FraudRole> fraudRole(EntityKind entity, String token) {
        return roles.get(entity).find(token);
    }

    private static <E extends Enum<E> & Coded> Vocabulary<E> classes(
            PolicyPack pack, Class<E> vocabulary, List<Problem> problems) {
        return vocabulary(
                pack.file(),
                map(pack.root().get("tokens"), node -> ByVocabulary.constant(node, vocabulary)),
                pack.root().get("aliases"),
                problems);
    }

    private static <E> Vocabulary<E> vocabulary(
            String file, SortedMap<String, E> classByToken, PolicyNode aliases, List<Problem> problems) {
        TreeMap<String, String> tokenByAlias = new TreeMap<>();
        for (Map.Entry<String, PolicyNode> alias : aliases.entries().entrySet()) {
            String token = alias.getValue().text();
            if (!classByToken.containsKey(token)) {
                problems.add(lint(
                        file,
                        alias.getValue(),
                        "must be one of the tokens above",
                        token,
                        NearestWord.of(token, classByToken.keySet())
                                .map(near -> "did you mean " + near + "?")
                                .orElse("add it to the tokens")));
            } else if (classByToken.containsKey(alias.getKey())
                    && !alias.getKey().equals(token)) {
                problems.add(lint(
                        file,
                        alias.getValue(),
                        "must not rename a token of its own",
                        alias.getKey(),
                        "remove the alias or the token"));
            } else {
                tokenByAlias.put(alias.getKey(), token);
            }
        }
        return new Vocabulary<>(classByToken, tokenByAlias);
    }

    private static Problem lint(String file, PolicyNode node, String expected, String found, String fix) {
        return new Problem(
                ErrorCode.POLICY_LINT_FAILED,
                file + "#" + node.pointer(),
                expected,
                found,
                fix,
                "L08",
                node.line(),
                node.column());
    }

    private static <E> SortedMap<String, E> map(PolicyNode node, Function<PolicyNode, E> value) {
        TreeMap<String, E> map = new TreeMap<>();
        node.entries().forEach((token, child) -> map.put(token, value.apply(child)));
        return map;
    }

    /**
     * Tokens of one column.
     *
     * @param classByToken own tokens
     * @param tokenByAlias foreign tokens, each standing for an own one
     */
    public record Vocabulary<E>(SortedMap<String, E> classByToken, SortedMap<String, String> tokenByAlias) {
        public Vocabulary {
            classByToken = Collections.unmodifiableSortedMap(new TreeMap<>(classByToken));
            tokenByAlias = Collections.unmodifiableSortedMap(new TreeMap<>(tokenByAlias));
        }

        /** Class of a token or alias; empty when neither. */
        public Optional<E> find(String token) {
            return Optional.ofNullable(classByToken.get(canonical(token)));
        }

        /** The own token that a text stands for; the text itself when it is none. */
        public String canonical(String token) {
            return tokenByAlias.getOrDefault(token, token);
        }

        /** Classes that some token reaches. */
        public List<E> classes() {
            return new ArrayList<>(new LinkedHashSet<>(classByToken.values()));
        }

        /** Tokens and aliases, for the nearest word in messages. */
        public SortedSet<String> words() {
            TreeSet<String> words = new TreeSet<>(classByToken.keySet());
            words.addAll(tokenByAlias.keySet());
            return words;
        }
    }
}
