// Erasing a person: nothing of her is found in any byte, duplicates stay duplicates, late events
// are refused, and everybody else is as if she had never been there.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/text.h"
#include "people/mentions.h"
#include "people/people.h"
#include "people/tombstones.h"
#include "testing/followed.h"
#include "testing/people_world.h"

namespace throughline::people {
namespace {

using storage::Transaction;
using namespace testing;  // NOLINT(google-build-using-namespace): builders of events.

constexpr std::string_view address = "ada.lovelace@engine.example";
constexpr std::string_view phone_number = "+442071234567";
constexpr std::string_view device_id = "device-of-ada-0123456789";
constexpr std::string_view surname = "Lovelace-Byron";

std::string read_whole(const std::filesystem::path& path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The files under `directory` that hold `wanted`, in any case.
std::vector<std::string> files_with(const std::string& directory, std::string_view wanted) {
  std::vector<std::string> found;
  const std::string lower = ascii_lower(wanted);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file() &&
        ascii_lower(read_whole(entry.path())).find(lower) != std::string::npos) {
      found.push_back(entry.path().filename().string());
    }
  }
  return found;
}

// The tables of PostgreSQL with a row that holds `wanted` in any column, as text or as bytes.
std::vector<std::string> tables_with(PeopleWorld& world, std::string_view wanted) {
  return world.read([&](Transaction& tx) -> Result<std::vector<std::string>> {
    std::vector<std::string> tables;
    TL_TRY(
        tx.each("SELECT table_name FROM information_schema.tables WHERE table_schema = "
                "current_schema() ORDER BY table_name",
                {}, [&](const storage::Row& row) -> Result<void> {
                  tables.push_back(row[0].text());
                  return {};
                }));
    std::vector<std::string> found;
    for (const std::string& table : tables) {
      TL_TRY_ASSIGN(const auto rows,
                    tx.row("SELECT COUNT(*) FROM \"" + table +
                               "\" AS t WHERE t::text ILIKE ? OR t::text ILIKE ?",
                           {"%" + std::string(wanted) + "%", "%" + to_hex(wanted) + "%"}));
      if (rows[0].number() > 0) {
        found.push_back(table);
      }
    }
    return found;
  });
}

class Erasing : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  std::vector<std::string> places_with(std::string_view wanted) {
    return GetParam() == storage::Dialect::sqlite ? files_with(world_.data_directory(), wanted)
                                                  : tables_with(world_, wanted);
  }
  void expect_found_nowhere() {
    for (const std::string_view wanted : {address, phone_number, device_id, surname}) {
      EXPECT_EQ(places_with(wanted), std::vector<std::string>()) << wanted;
    }
  }

  [[nodiscard]] std::vector<Identifier> hers() const {
    return {user("ada"), email(std::string(address)), {"phone", std::string(phone_number)}};
  }
  // Ada with everything that can be known of her, and Bob, whose events name her.
  void record_everything() {
    Draft said = identify(
        1, hers(),
        R"({"email":"Ada.Lovelace@Engine.example","last_name":")" + std::string(surname) + "\"}");
    said.message_id = "m-" + std::string(address);
    world_.record(said);
    world_.record(from_browser(2, {device(std::string(device_id)), user("ada")}));
    Draft group = from_server(3, {user("ada")}, EventKind::group);
    group.account = "household";
    group.properties = R"({"name":")" + std::string(surname) + R"( family"})";
    world_.record(group);
    Draft named = from_server(4, {user("ada")});
    named.name = "Mail to " + std::string(address);
    world_.record(named);
    // Refused, so that Bob's event and the notes on it carry her address and her device.
    world_.record(from_server(5, {user("bob"), email(std::string(address))}));
    world_.record(from_browser(6, {user("bob"), device(std::string(device_id))}));
    world_.record(identify(7, {user("bob"), email("bob@engine.example")}, R"({"plan":"pro"})"));
    Draft elsewhere = from_server(8, {user("cyd")});
    elsewhere.properties = R"({"invited":"ADA.lovelace@engine.example","seats":3})";
    world_.record(elsewhere);
    record_what_others_say_of_her();
    ASSERT_TRUE(world_.people()
                    .merge(world_.agent(), {.one = "user_id:bob",
                                            .other = "user_id:cyd",
                                            .reason = "asked by " + std::string(address)})
                    .ok());
    keep_dead_letter();
    wait_for_list();
  }
  // Their own traits and accounts hold her address, and one account is hers and theirs.
  void record_what_others_say_of_her() {
    world_.record(
        identify(9, {user("cyd")}, R"({"invited_by":"Ada.Lovelace@engine.example","seats":3})"));
    Draft guest = from_server(10, {user("cyd")}, EventKind::group);
    guest.account = "house of " + std::string(address);
    guest.properties = R"({"owner":"ada.lovelace@ENGINE.example","city":"Lund"})";
    world_.record(guest);
    Draft neighbour = from_server(11, {user("zoe")}, EventKind::group);
    neighbour.account = "household";
    neighbour.properties = R"({"city":"Ystad"})";
    world_.record(neighbour);
    // As she wrote it.
    world_.record(identify(12, {user("ada")}, R"({"phone":"020 7123 4567"})"));
  }
  void keep_dead_letter() {
    const auto kept = world_.database().write([&](Transaction& tx) {
      return world_.timeline().keep_dead_letter(
          tx, {.source = server_source,
               .message_id = "dead",
               .reason = "bad_type",
               .payload = R"({"userId":"x","traits":{"email":"Ada.Lovelace@engine.example"}})"});
    });
    ASSERT_TRUE(kept.ok());
  }
  void wait_for_list() {
    const auto position = world_.timeline().position({1});
    ASSERT_TRUE(position.ok());
    testing::wait_until_followed(world_.timeline(), *position);
  }
  Certificate erase(ErasureMode mode = ErasureMode::erase_and_suppress) {
    const auto erased = world_.people().erase(
        world_.owner_actor(),
        {.profile = "user_id:ada", .mode = mode, .reason = "asked in a letter"});
    EXPECT_TRUE(erased.ok()) << erased.error().message;
    return erased.ok() ? *erased : Certificate{};
  }

  PeopleWorld world_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, Erasing, both_databases(), database_name);

TEST_P(Erasing, LeavesNoByteOfHerAnywhere_PR01) {
  record_everything();
  for (const std::string_view wanted : {address, phone_number, device_id, surname}) {
    EXPECT_NE(places_with(wanted), std::vector<std::string>()) << "the test would prove nothing";
  }
  const Certificate certificate = erase();
  EXPECT_TRUE(certificate.finished);
  wait_for_list();
  expect_found_nowhere();
  const auto rows_of = [&](const std::string& store) {
    for (const ErasedStore& one : certificate.stores) {
      if (one.store == store) {
        return one.rows;
      }
    }
    return std::int64_t{-1};
  };
  EXPECT_EQ(rows_of("events"), 5);
  EXPECT_EQ(rows_of("identifiers"), 4);
  EXPECT_EQ(rows_of("dead_letters"), 1);
  EXPECT_GE(rows_of("events_of_others"), 3);
  EXPECT_EQ(certificate.actor, "Owner");
  EXPECT_GT(certificate.backups_expire_at, certificate.erased_at);
}

TEST_P(Erasing, LeavesEverybodyElseAsIfSheHadNeverCome_PR01) {
  record_everything();
  erase();
  EXPECT_EQ(world_.owner("user_id:ada"), ProfileId{});
  EXPECT_EQ(world_.owner("user_id:bob"), world_.owner("user_id:cyd"));
  EXPECT_EQ(world_.owner("user_id:bob"), world_.owner("email:bob@engine.example"));
  EXPECT_EQ(world_.trait("user_id:bob", "plan"), R"("pro")");
  EXPECT_EQ(world_.trait("user_id:cyd", "invited_by"), R"("erased")");
  EXPECT_EQ(world_.trait("user_id:cyd", "seats"), "3");
  EXPECT_EQ(world_.exported(), world_.folded());
  ASSERT_TRUE(world_.people().rebuild({1}).ok());
  EXPECT_EQ(world_.exported(), world_.folded());
  wait_for_list();
  const PeoplePage listed = world_.read(
      [&](Transaction& tx) { return world_.people().list(tx, PeopleQuery{.limit = 100}); });
  EXPECT_EQ(listed.people.size(), 2U) << "Bob, who is Cyd, and Zoe";
  const std::int64_t ystad = world_.read([&](Transaction& tx) -> Result<std::int64_t> {
    TL_TRY_ASSIGN(const auto row, tx.row("SELECT COUNT(*) FROM indexed_account_traits "
                                         "WHERE key = 'city' AND text LIKE '%Ystad%'"));
    return row[0].number();
  });
  EXPECT_EQ(ystad, 1) << "the list still knows what the others say of her account";
}

TEST_P(Erasing, KeepsDuplicatesDuplicatesAndRefusesWhatComesLate_PR01) {
  record_everything();
  erase();
  // The same event again, with its payload and with another.
  Draft again = identify(1, {user("somebody")}, R"({"a":1})");
  again.message_id = "m-" + std::string(address);
  EXPECT_EQ(world_.record(again).outcome, timeline::Outcome::repeated);
  again.payload_hash = std::string(16, 'b');
  EXPECT_EQ(world_.record(again).outcome, timeline::Outcome::repeated);
  const auto late = world_.record(from_browser(100, {device(std::string(device_id))}));
  EXPECT_EQ(late.outcome, timeline::Outcome::refused);
  EXPECT_EQ(late.reason, "erased_person");
  Draft alias = from_server(101, {user("bob")}, EventKind::alias);
  alias.previous_id = "ada";
  EXPECT_EQ(world_.record(alias).outcome, timeline::Outcome::refused);
  EXPECT_EQ(world_.owner("user_id:ada"), ProfileId{});
  expect_found_nowhere();
}

TEST_P(Erasing, WithoutSuppressionSheMayComeBackAsSomebodyNew_PR01) {
  record_everything();
  erase(ErasureMode::erase);
  expect_found_nowhere();
  EXPECT_EQ(world_.record(from_server(300, {user("ada")})).outcome, timeline::Outcome::accepted);
  ASSERT_TRUE(world_.people().reapply_erasures({1}).ok());
  EXPECT_NE(world_.owner("user_id:ada"), ProfileId{});
  EXPECT_TRUE(world_.events("user_id:ada", EventKind::identify).empty());
}

// Certificates, caches and the columns of lines know people by their ids.
TEST_P(Erasing, IdOfWhoWasErasedNamesNobodyElse_PR01) {
  world_.record(from_browser(1, {user("bob")}));
  std::set<std::int64_t> ids = {world_.owner("user_id:bob").value};
  for (int i = 0; i < 3; ++i) {
    const std::string who = "passer-by-" + std::to_string(i);
    world_.record(from_browser(10 + i, {user(who)}));
    EXPECT_TRUE(ids.insert(world_.owner("user_id:" + who).value).second) << who;
    const auto erased = world_.people().erase(
        world_.owner_actor(),
        {.profile = "user_id:" + who, .mode = ErasureMode::erase, .reason = "asked"});
    ASSERT_TRUE(erased.ok()) << erased.error().message;
  }
}

// The decision of a merge is erased with her; the next one must not pass for it.
TEST_P(Erasing, MergeAfterAnErasureIsToldAsTheOneBeforeIt_PR01) {
  const auto merge_two = [&](std::int64_t number) {
    const std::string one = "one-" + std::to_string(number);
    const std::string other = "other-" + std::to_string(number);
    world_.record(from_server(10 * number, {user(one)}));
    world_.record(from_server(10 * number + 1, {user(other)}));
    const auto merged = world_.people().merge(
        world_.agent(),
        {.one = "user_id:" + one, .other = "user_id:" + other, .reason = "the same"});
    EXPECT_TRUE(merged.ok()) << merged.error().message;
    EXPECT_EQ(world_.events("user_id:" + one, EventKind::merge).size(), 1U) << number;
  };
  merge_two(1);
  const auto erased = world_.people().erase(
      world_.owner_actor(),
      {.profile = "user_id:one-1", .mode = ErasureMode::erase, .reason = "asked"});
  ASSERT_TRUE(erased.ok()) << erased.error().message;
  merge_two(2);
}

TEST_P(Erasing, SuppressionAloneKeepsWhatIsThere_PR01) {
  record_everything();
  const std::string before = world_.exported();
  erase(ErasureMode::suppress);
  EXPECT_EQ(world_.exported(), before);
  EXPECT_EQ(world_.record(from_server(400, {user("ada")})).reason, "suppressed_person");
  ASSERT_TRUE(world_.people().lift_suppression(world_.owner_actor(), user("ada")).ok());
  EXPECT_EQ(world_.record(from_server(401, {user("ada")})).outcome, timeline::Outcome::accepted);
}

// A record that is put back as it was before, while the program does not run.
class Restored : public ::testing::Test {
 protected:
  Restored() { open(); }
  void open() {
    timeline_ = std::make_unique<timeline::Timeline>(storage_.workspaces(), storage_.clock());
    people_ =
        std::make_unique<People>(storage_.workspaces(), *timeline_, storage_.clock(), random_);
    storage_.workspace();
    ASSERT_TRUE(people_->reapply_erasures({1}).ok());
  }
  void close() {
    people_.reset();
    timeline_.reset();
    storage_.close();
  }
  [[nodiscard]] std::filesystem::path record_directory() const {
    return storage_.options().data_directory + "/workspaces/1";
  }
  timeline::Outcome record(const Draft& draft) {
    const auto recorded =
        storage_.workspace().write([&](Transaction& tx) { return timeline_->record(tx, draft); });
    EXPECT_TRUE(recorded.ok());
    return recorded.ok() ? recorded->outcome : timeline::Outcome::collided;
  }
  bool is_known(const std::string& reference) {
    return storage_.workspace()
        .read([&](Transaction& tx) { return people_->find_profile(tx, reference); })
        .ok();
  }
  void erase(ErasureMode mode) {
    const Actor owner = {.workspace = {1}, .user = {8}, .role = Role::owner, .name = "Owner"};
    ASSERT_TRUE(people_->erase(owner, {.profile = "user_id:ada", .mode = mode}).ok());
  }
  void back_up_erase_and_restore(ErasureMode mode) {
    const std::filesystem::path kept = storage_.options().data_directory + "-backup";
    close();
    std::filesystem::copy(record_directory(), kept, std::filesystem::copy_options::recursive);
    storage_.reopen();
    open();
    erase(mode);
    close();
    std::filesystem::remove_all(record_directory());
    std::filesystem::copy(kept, record_directory(), std::filesystem::copy_options::recursive);
    std::filesystem::remove_all(kept);
    storage_.reopen();
    open();
  }

  TestStorage storage_{storage::Dialect::sqlite};
  SeededRandom random_{1};
  std::unique_ptr<timeline::Timeline> timeline_;
  std::unique_ptr<People> people_;
};

TEST_F(Restored, RecordIsErasedAgainByTheLedger_PR01) {
  record(from_server(1, {user("ada"), email(std::string(address))}));
  record(from_server(2, {user("bob")}));
  back_up_erase_and_restore(ErasureMode::erase_and_suppress);
  EXPECT_FALSE(is_known("user_id:ada"));
  EXPECT_TRUE(is_known("user_id:bob"));
  EXPECT_EQ(files_with(record_directory(), address), std::vector<std::string>());
  EXPECT_EQ(record(from_server(3, {user("ada")})), timeline::Outcome::refused);
}

TEST_F(Restored, WhoCameBackAfterAnErasureStaysWhenTheProgramStartsAgain_PR01) {
  record(from_server(1, {user("ada"), email(std::string(address))}));
  back_up_erase_and_restore(ErasureMode::erase);
  EXPECT_FALSE(is_known("user_id:ada"));
  EXPECT_EQ(record(from_server(3, {user("ada")})), timeline::Outcome::accepted);
  close();
  storage_.reopen();
  open();
  EXPECT_TRUE(is_known("user_id:ada"));
}

TEST_F(Restored, DigestsThatCameWithAnExportHoldAfterARestart_PR01) {
  const std::string key(tombstone_key_bytes, 'k');
  const auto kept = storage_.workspace().write([&](Transaction& tx) {
    return people_->restore_tombstones(tx, {key, {{tombstone_of(key, user("ada"))}}});
  });
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(record(from_server(1, {user("ada")})), timeline::Outcome::refused);
  close();
  storage_.reopen();
  open();
  EXPECT_EQ(record(from_server(2, {user("ada")})), timeline::Outcome::refused);
  EXPECT_EQ(record(from_server(3, {user("bob")})), timeline::Outcome::accepted);
}

TEST(Mentions, FindsHerAmongThousandsOfNames) {
  std::vector<Identifier> names;
  for (int i = 0; i < 20'000; ++i) {
    names.push_back(device("device-number-" + std::to_string(100'000 + i)));
  }
  const Mentions mentions(names, {"020 7123 4567"});
  EXPECT_TRUE(mentions.anywhere_in("of DEVICE-number-119999."));
  EXPECT_FALSE(mentions.anywhere_in("of device-number-120000"));
  EXPECT_TRUE(mentions.anywhere_in("call 020 7123 4567"));
  EXPECT_FALSE(mentions.anywhere_in(""));
  EXPECT_EQ(mentions.without("a device-number-100000, b", Mentions::Short::kept), "a erased, b");
}

TEST(Mentions, FindsAddressesAnywhereAndShortIdsOnlyAsTexts) {
  const Mentions mentions({email("a.b@x.se"), user("42")});
  EXPECT_TRUE(mentions.in(R"({"to":"A.B@X.SE"})"));
  EXPECT_TRUE(mentions.in(R"({"userId":"42"})"));
  EXPECT_FALSE(mentions.in(R"({"price":142,"n":"1042"})"));
  EXPECT_EQ(mentions.without("user_id 42 joined email A.b@x.se", Mentions::Short::taken),
            "erased joined email erased");
  EXPECT_EQ(mentions.without(R"({"size":"42"})", Mentions::Short::kept), R"({"size":"42"})");
}

}  // namespace
}  // namespace throughline::people
