#include "transfer/mapping.h"

#include <gtest/gtest.h>

#include "transfer/proposal.h"
#include "transfer/row.h"

namespace throughline::transfer {
namespace {

Mapping mapping_of_text(std::string_view json) {
  const auto mapping = parse_mapping(json);
  EXPECT_TRUE(mapping.ok()) << mapping.error().message;
  return mapping.ok() ? *mapping : Mapping{};
}

std::string why_not(std::string_view json) {
  const auto mapping = parse_mapping(json);
  return mapping.ok() ? "it was taken" : mapping.error().message;
}

struct Rows {
  std::vector<std::string> messages = {};
  std::vector<std::string> refused = {};
};

Rows rows_of(std::string_view text, const Mapping& mapping) {
  RowParser parser(mapping);
  EXPECT_TRUE(parser.feed(text).ok());
  EXPECT_TRUE(parser.finish().ok());
  Rows rows;
  for (const RawRow& row : parser.rows()) {
    MappedRow mapped = map_row(mapping, parser.header(), row);
    for (std::string& message : mapped.messages) {
      rows.messages.push_back(std::move(message));
    }
    for (const RowRefusal& refusal : mapped.refused) {
      rows.refused.push_back(std::to_string(refusal.line) + " " + refusal.reason + ": " +
                             refusal.detail);
    }
  }
  return rows;
}

TEST(Mapping, ARoleForEachColumnMakesAMessageOfEachRow) {
  const Mapping mapping = mapping_of_text(R"({"kind":"track","event":"Paid","columns":{
      "mail":"email","when":"time","total":"property:number","plan":"trait","x":"ignored"}})");
  EXPECT_EQ(
      rows_of("mail,when,total,plan,x\na@b.example,2020-01-02,9.50,pro,1\n", mapping).messages,
      (std::vector<std::string>{
          R"({"type":"identify","timestamp":"2020-01-02T00:00:00Z","context":)"
          R"({"externalIds":[{"type":"email","id":"a@b.example"}]},"traits":{"plan":"pro"}})",
          R"({"type":"track","event":"Paid","timestamp":"2020-01-02T00:00:00Z","context":)"
          R"({"externalIds":[{"type":"email","id":"a@b.example"}]},)"
          R"("properties":{"total":9.50}})"}));
}

TEST(Mapping, TemplatesConditionsAndConstantsMakeSeveralMessagesOfARow) {
  const Mapping mapping = mapping_of_text(R"({"utc_offset":"-03:00","messages":[
      {"type":"track","event":"Order {state}","id":"{id}-bought","time":"{at}",
       "identifiers":{"user_id":"{who}","order":"{id}"},"channel":"shop",
       "properties":{"currency":{"value":"BRL"}}},
      {"type":"track","event":"Delivered","time":"{there}","when":"there",
       "identifiers":{"user_id":"{who}"}}]})");
  const Rows rows = rows_of("id,who,state,at,there\n7,ana,Open,2018-01-02 03:04:05,\n", mapping);
  EXPECT_EQ(rows.refused, std::vector<std::string>{});
  EXPECT_EQ(rows.messages, std::vector<std::string>{
                               R"({"type":"track","messageId":"7-bought","event":"Order Open",)"
                               R"("timestamp":"2018-01-02T06:04:05Z","userId":"ana","context":)"
                               R"({"channel":"shop","externalIds":[{"type":"order","id":"7"}]},)"
                               R"("properties":{"currency":"BRL"}})"});
}

TEST(Mapping, ALineOfJsonKeepsItsTypesAndIsReadByPath) {
  const Mapping mapping = mapping_of_text(R"({"format":"ndjson","kind":"identify","columns":{
      "user.id":"user_id","address":"trait","age":"trait"}})");
  EXPECT_EQ(rows_of("{\"user\":{\"id\":7},\"address\":{\"city\":\"Rio\"},\"age\":31}\n", mapping)
                .messages,
            std::vector<std::string>{R"({"type":"identify","userId":"7",)"
                                     R"("traits":{"address":{"city":"Rio"},"age":31}})"});
}

TEST(Mapping, ARowThatCannotBeReadIsRefusedWithItsLineAndReason) {
  const Mapping mapping = mapping_of_text(R"({"kind":"track","event":"Paid","columns":{
      "who":"user_id","when":"time","total":"property:number"}})");
  EXPECT_EQ(rows_of("who,when,total\n"
                    "ana,yesterday,1\n"
                    "ana,2020-01-01,much\n"
                    ",2020-01-01,1\n"
                    "ana,2020-01-01\n"
                    "\xff,2020-01-01,1\n"
                    "ana,,1\n",
                    mapping)
                .refused,
            (std::vector<std::string>{
                "2 cannot_be_mapped: \"yesterday\" is no time",
                "3 cannot_be_mapped: total: \"much\" is no number",
                "4 cannot_be_mapped: every column that says who it is about is empty",
                "5 wrong_number_of_fields: the row has 2 fields, the header 3",
                "6 not_utf8: the file must be UTF-8; save it so",
                "7 cannot_be_mapped: the time is empty"}));
}

TEST(Mapping, LinesThatAreNoJsonOrTooLongAreRefusedAlone) {
  const Mapping mapping = mapping_of_text(R"({"format":"messages"})");
  const Rows rows =
      rows_of("{\"type\":\"track\"}\n[1]\n{oops\n" + std::string(line_bytes_max + 5, 'x') + "\n{}",
              mapping);
  EXPECT_EQ(rows.messages, (std::vector<std::string>{R"({"type":"track"})", "{}"}));
  ASSERT_EQ(rows.refused.size(), 3U);
  EXPECT_EQ(rows.refused[0], "2 not_an_object: a line must be a JSON object");
  EXPECT_TRUE(rows.refused[1].starts_with("3 not_json"));
  EXPECT_EQ(rows.refused[2], "4 too_large: a line or event may have at most 1 MB");
}

TEST(Mapping, TimesAreReadAsTheFileWritesThem) {
  const auto text = [](std::string_view time, const Mapping& mapping) {
    const auto read = read_time(time, mapping);
    return read ? to_rfc3339(*read) : "none";
  };
  const Mapping days_first = {.date_order = DateOrder::dmy, .utc_offset = "+02:00"};
  EXPECT_EQ(text("3.4.2020 05:06", days_first), "2020-04-03T03:06:00Z");
  EXPECT_EQ(text("3/4/99", days_first), "1999-04-02T22:00:00Z");
  EXPECT_EQ(text("31.31.2020", days_first), "none");
  EXPECT_EQ(text("2020-04-03T05:06:00Z", days_first), "2020-04-03T05:06:00Z");
  EXPECT_EQ(text("3/4/2020", {.date_order = DateOrder::mdy}), "2020-03-04T00:00:00Z");
  EXPECT_EQ(text("1585890360", {}), "2020-04-03T05:06:00Z");
  EXPECT_EQ(text("1585890360123", {}), "2020-04-03T05:06:00.123Z");
  EXPECT_EQ(text("1970-01-02", {}), "1970-01-02T00:00:00Z");
  EXPECT_EQ(text("", {}), "none");
}

TEST(Mapping, SaysWhatIsMissing) {
  EXPECT_EQ(why_not("{}"), "a mapping needs `columns` or `messages`");
  EXPECT_EQ(why_not(R"({"event":"E","columns":{"a":"property"}})"),
            "a message needs at least one column that says who it is about");
  EXPECT_EQ(why_not(R"({"columns":{"a":"user_id"}})"),
            "a track message needs `event`: a name, or a column that holds it");
  EXPECT_EQ(why_not(R"({"columns":{"a":"king"}})"), "column \"a\": no such role: king");
  EXPECT_EQ(why_not(R"({"messages":[{"type":"identify","identifiers":{"user_id":"{a"}}]})"),
            "a { has no } in \"{a\"");
  EXPECT_EQ(why_not(R"({"kind":"merge","columns":{"a":"user_id"}})"),
            "a message is track, page, screen, identify, group or alias, not \"merge\"");
}

std::string proposed(std::string_view text, std::string_view name) {
  const auto proposal = propose(text, Extent::whole, name);
  EXPECT_TRUE(proposal.ok()) << proposal.error().message;
  return proposal.ok() ? mapping_of(*proposal) : "";
}

TEST(Proposal, KnowsAListOfPeopleByWhatItHolds) {
  EXPECT_EQ(proposed("Customer ID;E-Mail;First Name;Mobile Phone;Signed up;Zip;Age;VIP\n"
                     "7;ana@b.example;Ana;+49 30 1234;2020-01-02;01067;31;yes\n"
                     "8;bo@b.example;Bo;+49 30 1235;2020-01-03;01069;32;no\n",
                     "contacts.csv"),
            R"({"format":"csv","separator":";","kind":"identify","dates":"iso","columns":)"
            R"({"Customer ID":"user_id","E-Mail":"email","First Name":"trait:text",)"
            R"("Mobile Phone":"phone","Signed up":"trait:time","Zip":"trait:text",)"
            R"("Age":"trait:number","VIP":"trait:boolean"}})");
}

TEST(Proposal, IsNotMisledByARowThatIsWrong) {
  std::string text = "E-Mail,Age\n\"x\"y,z\nonly one\nnone,30\n";
  for (int i = 0; i < 20; ++i) {
    text += "p" + std::to_string(i) + "@b.example," + std::to_string(i + 20) + "\n";
  }
  EXPECT_EQ(proposed(text, "people.csv"),
            R"({"format":"csv","separator":",","kind":"identify","dates":"iso","columns":)"
            R"({"E-Mail":"email","Age":"trait:number"}})");
}

TEST(Proposal, SaysWhatToDoWithAFileThatIsNoText) {
  const auto why = [](std::string_view text) {
    const auto proposal = propose(text, Extent::beginning, "x");
    return proposal.ok() ? "it was taken" : proposal.error().message;
  };
  EXPECT_EQ(why("PK\x03\x04..."),
            "this is a workbook of a spreadsheet: save it as CSV UTF-8 there first");
  EXPECT_EQ(why("\xff\xfe"
                "a"),
            "this text is in UTF-16: save it as CSV UTF-8 first");
  EXPECT_EQ(why(std::string_view("a\0b", 3)),
            "this is no text: CSV with a header, lines of JSON or XES can come in");
}

TEST(Proposal, KnowsAFileOfEvents) {
  EXPECT_EQ(proposed("user_id,event,timestamp,total\nana,Paid,1.2.2020 10:00,9\n"
                     "ana,Paid,13.2.2020 10:00,7\n",
                     "x.csv"),
            R"({"format":"csv","separator":",","kind":"track","dates":"dmy","columns":)"
            R"({"user_id":"user_id","event":"event","timestamp":"time",)"
            R"("total":"property:number"}})");
  EXPECT_EQ(
      proposed("{\"userId\":1,\"created_at\":1585890360,\"total\":2}\n", "/a/order_paid.json"),
      R"({"format":"ndjson","kind":"track","event":"Order Paid","dates":"iso","columns":)"
      R"({"userId":"user_id","created_at":"time","total":"property:number"}})");
}

constexpr std::string_view small_log =
    R"(<log><trace><string key="concept:name" value="7"/>
<event><string key="concept:name" value="pay"/><date key="time:timestamp" value="2020-01-02T00:00:00+01:00"/><int key="cost" value="5"/></event>
<event><string key="concept:name" value="pay"/><date key="time:timestamp" value="2020-01-02T00:00:00+01:00"/><int key="cost" value="5"/></event>
<event><string key="concept:name" value="go"/><float key="time:timestamp" value="NaN"/></event>
<string key="late" value="x"/></trace></log>)";

TEST(Proposal, KnowsAnEventLog) {
  EXPECT_EQ(proposed(small_log, "/a/shop.xes.gz"),
            R"({"format":"xes","kind":"track","log":"shop","copies":"kept","others":"property",)"
            R"("dates":"iso","columns":{"concept:name":"event","time:timestamp":"time",)"
            R"("cost":"property","case:concept:name":"case","case:late":"property"}})");
  // Of one whose beginning shows no whole event.
  const auto beginning = propose("<log><trace>", Extent::beginning, "x.xes");
  ASSERT_TRUE(beginning.ok()) << beginning.error().message;
  EXPECT_TRUE(
      mapping_of(*beginning)
          .ends_with(
              R"("columns":{"case:concept:name":"case","concept:name":"event","time:timestamp":"time"}})"));
  EXPECT_EQ(proposed("Case ID;Activity;Complete Timestamp;Resource;Cost\n"
                     "1;a;2020-01-01 10:00;Pete;5\n",
                     "log.csv"),
            R"({"format":"csv","separator":";","kind":"track","log":"log","copies":"kept",)"
            R"("dates":"iso","columns":{"Case ID":"case","Activity":"event",)"
            R"("Complete Timestamp":"time","Resource":"property:text","Cost":"property:number"}})");
}

TEST(Proposal, ATableOfWhatCustomersDidIsAboutThemThoughItNamesCases) {
  EXPECT_EQ(proposed("case_id,customer_id,action,created_at\n1,c,called,2020-01-01\n", "x.csv"),
            R"({"format":"csv","separator":",","kind":"track","dates":"iso","columns":)"
            R"({"case_id":"property:number","customer_id":"user_id","action":"event",)"
            R"("created_at":"time"}})");
}

TEST(Mapping, EventsOfALogBecomeMessagesOfTheirCase) {
  const Mapping mapping = mapping_of_text(proposed(small_log, "shop.xes"));
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, small_log.size()}) {
    RowParser parser(mapping);
    for (std::size_t at = 0; at < small_log.size(); at += piece) {
      ASSERT_TRUE(parser.feed(small_log.substr(at, piece)).ok());
    }
    ASSERT_TRUE(parser.finish().ok());
    ASSERT_EQ(parser.rows().size(), 3U);
    const auto mapped = [&](std::size_t i) {
      return map_row(mapping, parser.header(), parser.rows()[i]);
    };
    const std::string pay =
        R"({"type":"track","event":"pay","timestamp":"2020-01-01T23:00:00Z","context":)"
        R"({"externalIds":[{"type":"case_id","id":"shop/7"}]},)"
        R"("properties":{"cost":5,"case:late":"x")";
    EXPECT_EQ(mapped(0).messages, std::vector<std::string>{pay + "}}"});
    EXPECT_EQ(mapped(1).messages, std::vector<std::string>{pay + R"(,"copy":2}})"});
    ASSERT_EQ(mapped(2).refused.size(), 1U);
    EXPECT_EQ(mapped(2).refused[0].line, 4);
    EXPECT_EQ(mapped(2).refused[0].detail, R"("NaN" is no time)");
  }
}

TEST(Mapping, RowsThatSayTheSameAreToldApartWhereTheMappingSaysSo) {
  const std::string columns =
      R"("kind":"track","columns":{"who":"user_id","what":"event","x":"ignored"})";
  const std::string text = "who,what,x,y\nana,a,1,2\nana,a,1,2\nbob,a,1,2\nana,a,1,2\n";
  const Mapping kept = mapping_of_text(R"({"copies":"kept","others":"property",)" + columns + "}");
  const auto message = [](const std::string& who, const std::string& properties) {
    return R"({"type":"track","event":"a","userId":")" + who + R"(","properties":)" + properties +
           "}";
  };
  EXPECT_EQ(rows_of(text, kept).messages,
            (std::vector<std::string>{
                message("ana", R"({"y":"2"})"), message("ana", R"({"y":"2","copy":2})"),
                message("bob", R"({"y":"2"})"), message("ana", R"({"y":"2","copy":3})")}));
  EXPECT_EQ(rows_of(text, mapping_of_text("{" + columns + "}")).messages[1],
            R"({"type":"track","event":"a","userId":"ana"})");
  EXPECT_EQ(why_not(R"({"copies":"all",)" + columns + "}"), "`copies` is one or kept");
}

TEST(Copies, ManyRowsAreToldApart) {
  Copies copies;
  for (std::uint32_t round = 1; round <= 3; ++round) {
    for (int i = 0; i < 5000; ++i) {
      ASSERT_EQ(*copies.add("row " + std::to_string(i)), round);
    }
  }
  copies.clear();
  EXPECT_EQ(*copies.add("row 7"), 1U);
}

TEST(Proposal, NeedsNoMappingForMessagesAndExports) {
  EXPECT_EQ(proposed("{\"type\":\"track\",\"userId\":\"1\",\"event\":\"E\"}\n", "a"),
            R"({"format":"messages"})");
  EXPECT_EQ(proposed("{\"throughline_export\":1}\n", "a"), R"({"format":"throughline"})");
}

TEST(Proposal, IsAMappingThatCanBeTaken) {
  const Mapping mapping =
      mapping_of_text(proposed("email,created_at,amount\na@b.example,2020-01-01,5\n", "gifts.csv"));
  ASSERT_EQ(mapping.messages.size(), 1U);
  EXPECT_EQ(mapping.messages[0].kind, EventKind::track);
}

TEST(RowParser, EveryColumnHasANameOfItsOwn) {
  const Header header({"mail", " mail ", "", "mail", "mail (2)"});
  EXPECT_EQ(header.names(),
            (std::vector<std::string>{"mail", "mail (2)", "column 3", "mail (3)", "mail (2) (2)"}));
  EXPECT_EQ(header.find("mail (2)"), 1U);
}

TEST(RowParser, ALongLineIsRefusedHoweverItsBytesWereCut) {
  const Mapping mapping = mapping_of_text(R"({"format":"messages"})");
  const std::string text = "\"" + std::string(line_bytes_max, 'x') + "\"\n{}\n";
  for (const std::size_t piece : {std::size_t{1000}, std::size_t{700'001}, text.size()}) {
    RowParser parser(FileFormat::messages, ',');
    for (std::size_t at = 0; at < text.size(); at += piece) {
      ASSERT_TRUE(parser.feed(std::string_view(text).substr(at, piece)).ok());
    }
    ASSERT_EQ(parser.rows().size(), 2U);
    const MappedRow mapped = map_row(mapping, parser.header(), parser.rows()[0]);
    ASSERT_EQ(mapped.refused.size(), 1U);
    EXPECT_EQ(mapped.refused[0].reason, "too_large");
  }
}

TEST(Mapping, ARowCannotMakeMoreThanItMay) {
  const Mapping mapping =
      mapping_of_text(R"({"kind":"identify","columns":{"who":"user_id","a":"trait","b":"trait"}})");
  const std::string half(40'000, 'x');
  EXPECT_EQ(rows_of("who,a,b\nana," + half + "," + half + "\n", mapping).refused,
            std::vector<std::string>{"2 too_large: an item may have at most 32 KB"});
  const Mapping twice = mapping_of_text(
      R"({"messages":[{"type":"identify","identifiers":{"user_id":"{who}{who}"}}]})");
  EXPECT_EQ(rows_of("who\n" + half + "\n", twice).refused,
            std::vector<std::string>{"2 cannot_be_mapped: a value of more than 64 KB"});
  std::string many = R"({"messages":[)";
  for (int i = 0; i < 21; ++i) {
    many +=
        std::string(i == 0 ? "" : ",") + R"({"type":"identify","identifiers":{"user_id":"{a}"}})";
  }
  EXPECT_EQ(why_not(many + "]}"), "a row may make at most 20 messages");
  EXPECT_EQ(why_not("{\"x\":\"" + std::string(300'000, 'x') + "\"}"),
            "a mapping may have at most 256 KB");
}

TEST(Mapping, KnowsWhichColumnsItNeeds) {
  const Mapping mapping = mapping_of_text(R"({"messages":[{"type":"track","event":"E {kind}",
      "id":"{id}","time":"{at}","identifiers":{"user_id":"{who}"},"when":"set",
      "properties":{"p":{"column":"sum","as":"number"},"q":{"value":1}}}]})");
  EXPECT_EQ(columns_of(mapping), (std::set<std::string>{"at", "id", "kind", "set", "sum", "who"}));
}

TEST(Mapping, WhatIsShownOfARowNeverEndsWithinACharacter) {
  EXPECT_EQ(beginning_of("a\u00e9", 2), "a");
  EXPECT_EQ(beginning_of("a\u00e9", 3), "a\u00e9");
  EXPECT_EQ(beginning_of("\U0001f600x", 3), "");
  EXPECT_EQ(beginning_of("abc", 2), "ab");
}

TEST(RowParser, CutsARowWhereverTheBytesWereCut) {
  const std::string text = "a,b\r\n1,\"x\r\ny\"\n2,z";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    RowParser parser(FileFormat::csv, ',');
    for (std::size_t at = 0; at < text.size(); at += piece) {
      ASSERT_TRUE(parser.feed(std::string_view(text).substr(at, piece)).ok());
    }
    ASSERT_TRUE(parser.finish().ok());
    ASSERT_EQ(parser.rows().size(), 2U);
    EXPECT_EQ(parser.rows()[0].fields[1], "x\r\ny");
    EXPECT_EQ(parser.rows()[1].number, 2);
    EXPECT_EQ(parser.rows()[1].line, 4);
  }
}

}  // namespace
}  // namespace throughline::transfer
