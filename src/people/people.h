// People: who the customers are. The facade of identity, profiles, traits and accounts.
//
// Decides whose each event is while it is recorded (IdentityResolver), folds traits and memberships
// in the same unit (reactors), and answers questions about people. Functions that take a
// Transaction& run in the caller's; the others open their own and may not be called inside a body.
// Rights are checked by the routes. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/actor.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "condition/evaluate.h"
#include "people/account.h"
#include "people/consent.h"
#include "people/decision.h"
#include "people/erasure.h"
#include "people/explanation.h"
#include "people/identity_store.h"
#include "people/normalise.h"
#include "people/people.segments.h"
#include "people/people_list.h"
#include "people/profile.h"
#include "people/recorded_decision.h"
#include "people/rules.h"
#include "people/trait.h"
#include "storage/workspaces.h"
#include "timeline/timeline.h"

namespace throughline::people {

struct IndexedPerson;
struct DecisionRow;
struct IdentifierRow;
struct LedgerEntries;
class ErasureLedger;

class People : public timeline::IdentityResolver {
 public:
  // Registers itself with both, before the first workspace opens; all must outlive this.
  // `claims_at_once`: see identity_store.h.
  People(storage::Workspaces& workspaces, timeline::Timeline& timeline, Clock& clock,
         Random& random, std::int64_t claims_at_once = claims_at_once_max);
  ~People() override;  // Stops the timeline's followers.
  People(const People&) = delete;
  People& operator=(const People&) = delete;

  // For collect/, outside a transaction: identifiers as an event may carry them.
  Result<CleanIdentifiers> clean(WorkspaceId workspace, const std::vector<Identifier>& sent);

  Result<timeline::Resolution> resolve(storage::Transaction& tx, const Draft& draft) override;

  // Profiles. `reference` is a public id, also of a profile that was merged since, or type:value.
  Result<ProfileId> find_profile(storage::Transaction& tx, std::string_view reference);
  Result<ProfileId> find_owner(storage::Transaction& tx, IdentifierId identifier);
  Result<Profile> profile(storage::Transaction& tx, ProfileId id);
  Result<IdentifierPage> identifiers(storage::Transaction& tx, ProfileId id, IdentifierId after,
                                     std::size_t limit);
  // All of them, for timeline's questions.
  Result<std::vector<IdentifierId>> identifier_ids(storage::Transaction& tx, ProfileId id);
  // The one of the highest priority.
  Result<ProfileIdentifier> key_identifier(storage::Transaction& tx, ProfileId id);

  // Traits that hold, by key. The history is newest first, of one key or of all.
  Result<std::vector<Trait>> traits(storage::Transaction& tx, ProfileId id, const AsOf& when = {});
  Result<std::vector<TraitChange>> trait_history(storage::Transaction& tx, ProfileId id,
                                                 const std::optional<std::string>& key,
                                                 std::size_t limit);
  // `value` is JSON; of no meaning for unlock.
  Result<void> edit_trait(const Actor& actor, ProfileId id, const std::string& key,
                          std::string_view value, TraitEdit edit);

  // Accounts.
  Result<std::vector<Membership>> memberships(storage::Transaction& tx, ProfileId id);
  Result<Account> find_account(storage::Transaction& tx, const std::string& key);
  Result<Account> find_account(storage::Transaction& tx, AccountId id);
  Result<AccountPage> accounts(storage::Transaction& tx, const AccountQuery& query);
  Result<std::vector<ProfileId>> members(storage::Transaction& tx, AccountId account,
                                         ProfileId after, std::size_t limit);

  // Why two identifiers are one person, or not. Each is normalised first.
  Result<Explanation> explain(storage::Transaction& tx, const Identifier& one,
                              const Identifier& other);

  // Joins two people for good. The profile that both are from now on.
  Result<ProfileId> merge(const Actor& actor, const MergeRequest& request);

  // For whole exports: every decision, oldest first, and who is refused; and both put in again.
  // Digests that come in refuse what is new from then on; nobody who is here is erased by them.
  Result<std::vector<RecordedDecision>> recorded_decisions(storage::Transaction& tx);
  Result<RestoredDecision> restore_decision(storage::Transaction& tx,
                                            const RecordedDecision& decision);
  Result<std::vector<TombstoneSet>> recorded_tombstones(storage::Transaction& tx);
  Result<void> restore_tombstones(storage::Transaction& tx, const TombstoneSet& set);
  // Whether any of them was erased and may not come back.
  bool is_forgotten(storage::Transaction& tx, const std::vector<Identifier>& names);

  // Takes some of her identifiers away for good. The profile that they are from now on.
  Result<UnmergePreview> preview_unmerge(storage::Transaction& tx, const UnmergeRequest& request);
  Result<ProfileId> unmerge(const Actor& actor, const UnmergeRequest& request);
  // Whether a value may join people, whoever says so.
  Result<void> judge(const Actor& actor, const VerdictRequest& request);
  // Values that the breaker holds and nobody has judged, by id.
  Result<std::vector<HeldValue>> held_values(storage::Transaction& tx, IdentifierId after,
                                             std::size_t limit);
  // Newest first; `before` is the id of the last one of the page before, or 0.
  Result<std::vector<DecisionTaken>> decisions(storage::Transaction& tx, std::int64_t before,
                                               std::size_t limit);

  // Erasing and suppressing. Slow for large records: call it on a worker. The certificate is that
  // of the finished work; a crash in between is made good by reapply_erasures().
  Result<Certificate> erase(const Actor& actor, const EraseRequest& request);
  Result<Certificate> certificate(storage::Transaction& tx, std::int64_t id);
  // Newest first; `before` is the id of the last one of the page before, or 0.
  Result<std::vector<Certificate>> certificates(storage::Transaction& tx, std::int64_t before,
                                                std::size_t limit);
  // Lets somebody in again who was erased or suppressed.
  Result<void> lift_suppression(const Actor& actor, const Identifier& identifier);
  // Before the first request: erases again what a restored backup brought back, and finishes what a
  // crash left unfinished.
  Result<void> reapply_erasures(WorkspaceId workspace);
  // Wiring: who answers what conditions ask of segments; without it they cannot be asked.
  void know_segments(const SegmentMembers& segments) { segments_ = &segments; }
  // Wiring: other rooms' part of an erasure, in its unit and after its commit.
  using ErasureHook =
      std::function<Result<std::vector<ErasedStore>>(storage::Transaction&, const ErasureScope&)>;
  void on_erase(ErasureHook hook);
  void after_erase(std::function<void(WorkspaceId)> hook);

  // Consent. A statement is an event of hers; what it says holds at once.
  Result<void> state_consent(const Actor& actor, const ConsentRequest& request);
  Result<std::vector<ConsentStatement>> consents(storage::Transaction& tx, ProfileId id);
  Result<std::vector<ConsentChange>> consent_history(storage::Transaction& tx, ProfileId id,
                                                     std::size_t limit);
  Result<ContactVerdict> may_contact(storage::Transaction& tx, ProfileId id,
                                     const ConsentKey& wanted);

  // For the export of one person: decisions and dead letters that name her.
  Result<std::vector<DecisionTaken>> decisions_of(storage::Transaction& tx, ProfileId id);
  Result<std::vector<timeline::DeadLetter>> dead_letters_of(storage::Transaction& tx, ProfileId id);

  // For who keeps everybody's events elsewhere: what these events change about whose they are, as
  // this transaction sees it.
  struct OwnersTold {
    std::map<IdentifierId, ProfileId> owners = {};  // None: nobody's.
    std::vector<ProfileId> erased = {};             // Their events are gone.
  };
  Result<OwnersTold> owners_told(storage::Transaction& tx, const std::vector<Event>& events);
  // Of everybody, in the order of the ids. What is not among them and was once was erased.
  Result<std::vector<IdentifierId>> all_identifiers(storage::Transaction& tx);

  // For routes: one consistent view for several of the questions here.
  template <class F>
  auto read(const Actor& actor, const F& body) {
    return workspaces_.read(actor, body);
  }

  // Her line, through all identifiers that are hers now.
  Result<timeline::LinePage> line(storage::Transaction& tx, ProfileId id,
                                  const timeline::LineQuery& query);
  Result<std::vector<timeline::DayCount>> density(storage::Transaction& tx, ProfileId id,
                                                  const timeline::LineFilter& filter);
  Result<timeline::Extent> extent(storage::Transaction& tx, ProfileId id);
  Result<timeline::Extent> extent(storage::Transaction& tx, IdentifierId id);
  Result<Event> find_event(storage::Transaction& tx, EventSeq seq);
  Result<timeline::LatestPage> latest(storage::Transaction& tx,
                                      const std::optional<timeline::Position>& before,
                                      std::size_t limit);
  Result<std::optional<Identifier>> find_identifier_name(storage::Transaction& tx, IdentifierId id);
  // Nothing where nobody has it.
  Result<std::optional<IdentifierId>> known_identifier(storage::Transaction& tx,
                                                       const Identifier& name);
  // What commits from now on, until the handle is destroyed (timeline.h).
  Result<std::shared_ptr<timeline::Timeline::Subscription>> subscribe(
      WorkspaceId workspace, timeline::Subscriber subscriber);

  // The list, which follows the line by a moment.
  Result<PeoplePage> list(storage::Transaction& tx, const PeopleQuery& query);
  Result<Fields> fields(storage::Transaction& tx, const PeopleByEvent& people_by_event = {});
  // Everybody of the list for whom it holds, and what everybody's trait is; any order. Lists and
  // objects are no value here.
  Result<std::vector<ProfileId>> matching(storage::Transaction& tx,
                                          const condition::Condition& condition);
  // The condition in words, with the names of the segments that it asks for.
  Result<std::string> said(storage::Transaction& tx, const condition::Condition& condition);
  using TraitSink = std::function<void(ProfileId, condition::Fact)>;
  Result<void> each_trait(storage::Transaction& tx, const std::string& key, const TraitSink& sink);
  // Until the list has followed the line that far; Error::unavailable after 2 s.
  Result<void> wait_for_list(WorkspaceId workspace, timeline::Position position);
  Result<std::int64_t> count_people(storage::Transaction& tx);
  Result<std::int64_t> count_events(storage::Transaction& tx);

  // Rules. New identity rules resolve everything anew; new survivorship folds the traits that it
  // names anew.
  Result<Rules> rules(storage::Transaction& tx);
  Result<void> put_rules(const Actor& actor, const Rules& rules);
  // What put_rules would do to everybody, over all history.
  Result<RulesPreview> preview_rules(storage::Transaction& tx, const Rules& rules);
  Result<TraitRules> survivorship(storage::Transaction& tx);
  Result<void> put_survivorship(const Actor& actor, const TraitRules& rules);

  // People, traits and accounts as text that is equal where they are: of the tables, and folded
  // from the events and decisions alone.
  Result<std::string> canonical_export(storage::Transaction& tx);
  Result<std::string> canonical_fold(storage::Transaction& tx);
  // Makes every table but the decisions again from the record. Profiles keep their ids. `differed`
  // says that what stood there was not what the record makes, which is a bug repaired.
  struct Rebuilt {
    bool differed = false;
  };
  Result<Rebuilt> rebuild(WorkspaceId workspace);
  // Empties the list, so that it follows the line from its beginning: only before anything follows.
  Result<void> forget_list(WorkspaceId workspace);

 private:
  struct Shared;     // Per database: rules and the cache.
  class Eraser;      // One erasure inside its unit.
  class Resolver;    // Follows the line and resolves what had to wait.
  class ListKeeper;  // Follows the line and keeps the list.
  using Book = std::shared_ptr<const RuleBook>;

  void follow_for_list();
  Result<std::optional<IndexedPerson>> listed_person(storage::Transaction& tx, ProfileId id);
  Result<std::map<std::string, std::string>> listed_traits(storage::Transaction& tx, ProfileId id);
  Result<Book> book(storage::Transaction& tx);
  Result<Book> stored_book(storage::Transaction& tx, const Book& current);
  Result<Book> save_rule_value(storage::Transaction& tx, std::string_view name,
                               const std::string& json);
  Result<timeline::Resolution> resolve_claim(storage::Transaction& tx, const Draft& draft,
                                             const RuleBook& book);
  Result<timeline::Resolution> find_known(storage::Transaction& tx, const Draft& draft);
  struct Cause {
    ClaimOrder order = {};
    Time received_at = {};
    std::string reason = {};
    EventKind split = EventKind::split;  // Or unmerge.
  };
  Result<void> record_moves(storage::Transaction& tx, const std::vector<Move>& moves,
                            const Cause& cause);
  Result<void> react(storage::Transaction& tx, const Draft& draft,
                     const timeline::Recorded& recorded);
  // What an identify or group event says of its sender and account.
  struct Statement {
    EventKind kind = EventKind::identify;
    const std::string& account;
    const std::string& properties;
    IdentifierId key = {};
    TraitOrigin origin = {};
  };
  Result<void> fold_statement(storage::Transaction& tx, const Statement& statement,
                              const RuleBook& book);
  Result<void> fold_consent_event(storage::Transaction& tx, const Event& event);
  Result<std::vector<DecisionTaken>> taken(storage::Transaction& tx,
                                           const std::vector<DecisionRow>& rows);
  Result<void> resolve_pending(storage::Transaction& tx);
  Result<TraitStates> states_at(storage::Transaction& tx, ProfileId id, const AsOf& when,
                                const RuleBook& book);
  Result<std::vector<IdentifierId>> identifiers_known_at(storage::Transaction& tx, ProfileId id,
                                                         Time known_at, const RuleBook& book);
  Result<std::vector<Claim>> merges_decided(storage::Transaction& tx, std::optional<Time> known_at);
  Result<Decisions> others_decided(storage::Transaction& tx, std::optional<Time> known_at);
  Result<RestoredDecision> restore_refusal(storage::Transaction& tx,
                                           const RecordedDecision& decision);
  Result<void> decide(storage::Transaction& tx, const Actor& actor, DecisionRow row,
                      const std::string& why);
  Result<void> alert_held(storage::Transaction& tx, const std::vector<Link>& links, Time now);
  // Where others' events name somebody, up to an event.
  struct Searched {
    std::vector<Identifier> names = {};
    std::vector<std::string> spellings = {};  // Of her addresses, as she wrote them.
    EventSeq until = {};
    std::vector<EventSeq> found = {};
  };
  // Nothing found yet.
  Result<Searched> begin_search(storage::Transaction& tx, const std::vector<IdentifierRow>& rows);
  // Reads the whole record.
  Result<void> search_mentions(WorkspaceId workspace, Searched& searched);
  Result<Certificate> erase_rows(storage::Transaction& tx, std::vector<IdentifierRow> rows,
                                 Certificate certificate, Searched searched);
  Result<std::map<Time, std::vector<IdentifierRow>>> known_in_ledger(WorkspaceId workspace,
                                                                     const LedgerEntries& ledger);
  Result<void> note_in_ledger(WorkspaceId workspace, const std::vector<Identifier>& names,
                              ErasureMode mode, Time at);
  // Certificates and whose identifiers they are of.
  using ErasedNow = std::map<std::int64_t, std::vector<IdentifierId>>;
  Result<void> finish_erasures(WorkspaceId workspace, const ErasedNow& now = {});
  [[nodiscard]] ErasureLedger ledger_of(WorkspaceId workspace) const;
  std::optional<timeline::Resolution> refused(storage::Transaction& tx, const Draft& draft);
  Result<PersonAfter> person_after(storage::Transaction& tx, const std::vector<Identifier>& group);
  Result<void> rebuild_identity(storage::Transaction& tx, const RuleBook& book, const Cause& cause);
  Result<void> rebuild_statements(storage::Transaction& tx, const RuleBook& book);
  Result<std::string> public_id(storage::Transaction& tx, ProfileId id);
  std::string unique_id();

  storage::Workspaces& workspaces_;
  timeline::Timeline& timeline_;
  Clock& clock_;
  Random& random_;
  const std::int64_t claims_at_once_;
  const SegmentMembers* segments_ = nullptr;
  std::vector<ErasureHook> erasure_hooks_;
  std::vector<std::function<void(WorkspaceId)>> erased_hooks_;
};

}  // namespace throughline::people
