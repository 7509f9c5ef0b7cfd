#include "app/transfer_commands.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>

#include "codec/csv.h"
#include "codec/json_writer.h"
#include "event/public_id.h"
#include "transfer/transfer_view.h"

namespace throughline::app {
namespace {

using codec::JsonView;
using codec::JsonWriter;

constexpr std::chrono::milliseconds poll_pause(100);
constexpr std::size_t refused_at_once = 200;
constexpr int bar_width = 24;

Result<transfer::ImportId> id_in(JsonView request) {
  const auto id = parse_public_id("import", request.find("import").text());
  if (!id) {
    return Error::not_found("there is no such import");
  }
  return transfer::ImportId{id->key};
}

Result<std::string> content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) {
    return Error::invalid("cannot read " + path);
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

int fail(const Error& error) {
  std::cerr << error.message << "\n";
  return 2;
}

void pause() {
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, poll_pause, [] { return false; });
}

// "[########                ]  33 %, 41000 rows, 18000 rows/s, 3 refused"
class Progress {
 public:
  void show(JsonView import) {
    const std::int64_t bytes = import.find("bytes").integer().value_or(0);
    const std::int64_t done = import.find("bytes_done").integer().value_or(0);
    const std::int64_t rows = import.find("rows").integer().value_or(0);
    const auto percent = static_cast<int>(bytes > 0 ? done * 100 / bytes : 0);
    const double seconds = std::chrono::duration<double>(Clock::now() - started_).count();
    const int filled = percent * bar_width / 100;
    std::cerr << fmt::format("\r[{:<{}}] {:3} %, {} rows, {:.0f} rows/s, {} refused ",
                             std::string(static_cast<std::size_t>(filled), '#'), bar_width, percent,
                             rows, seconds > 0 ? static_cast<double>(rows) / seconds : 0.0,
                             import.find("refused").integer().value_or(0))
              << std::flush;
    shown_ = true;
  }
  void end() const {
    if (shown_) {
      std::cerr << "\n";
    }
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point started_ = Clock::now();
  bool shown_ = false;
};

bool is_over(JsonView import) {
  const auto state = transfer::parse_import_state(import.find("state").text());
  return !state.ok() || transfer::is_over(*state);
}

Result<std::string> wait_for_end(const Ask& ask, const std::string& begun, bool quiet) {
  TL_TRY_ASSIGN(const auto first, codec::JsonDocument::parse(begun));
  const std::string request = JsonWriter()
                                  .begin_object()
                                  .member("command", "import.status")
                                  .member("import", first.root().find("id").text())
                                  .end_object()
                                  .take();
  Progress progress;
  for (;;) {
    TL_TRY_ASSIGN(std::string answer, ask(request));
    TL_TRY_ASSIGN(const auto import, codec::JsonDocument::parse(answer));
    if (!quiet) {
      progress.show(import.root());
    }
    if (is_over(import.root())) {
      progress.end();
      return answer;
    }
    pause();
  }
}

Result<void> write_report(const Ask& ask, std::string_view import, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  std::string text = "line,reason,detail,content\r\n";
  for (std::int64_t after = 0;;) {
    TL_TRY_ASSIGN(const std::string answer, ask(JsonWriter()
                                                    .begin_object()
                                                    .member("command", "import.refused")
                                                    .member("import", import)
                                                    .member("after", after)
                                                    .end_object()
                                                    .take()));
    TL_TRY_ASSIGN(const auto document, codec::JsonDocument::parse(answer));
    const JsonView rows = document.root().find("rows");
    for (const JsonView row : rows.items()) {
      after = row.find("id").integer().value_or(after);
      codec::append_csv_row_for_spreadsheets(
          text, std::vector<std::string>{std::string(row.find("line").number_text()),
                                         std::string(row.find("reason").text()),
                                         std::string(row.find("detail").text()),
                                         std::string(row.find("content").text())});
    }
    file << text;
    text.clear();
    if (rows.size() < refused_at_once) {
      break;
    }
  }
  return file.flush() ? Result<void>() : Error::unavailable("cannot write " + path);
}

Result<std::string> file_request(const ImportChoice& choice, std::string_view command) {
  std::error_code failed;
  const auto path = std::filesystem::absolute(choice.file, failed);
  JsonWriter writer;
  writer.begin_object().member("command", command).member("path", path.string());
  if (!choice.mapping.empty()) {
    TL_TRY_ASSIGN(const std::string mapping, content_of(choice.mapping));
    TL_TRY_ASSIGN(const std::string normal, codec::normalise_json(mapping));
    writer.raw_member("mapping", normal);
  }
  return writer.member("source", choice.source).end_object().take();
}

Result<int> carry_out_import(const Ask& ask, const ImportChoice& choice) {
  if (choice.propose) {
    TL_TRY_ASSIGN(const std::string request, file_request(choice, "import.propose"));
    TL_TRY_ASSIGN(const std::string mapping, ask(request));
    std::cout << mapping << "\n";
    return 0;
  }
  TL_TRY_ASSIGN(const std::string request, file_request(choice, "import.begin"));
  TL_TRY_ASSIGN(const std::string begun, ask(request));
  TL_TRY_ASSIGN(const std::string ended, wait_for_end(ask, begun, choice.json));
  TL_TRY_ASSIGN(const auto document, codec::JsonDocument::parse(ended));
  const JsonView import = document.root();
  if (!choice.report.empty()) {
    TL_TRY(write_report(ask, import.find("id").text(), choice.report));
  }
  const auto number = [&](std::string_view key) { return import.find(key).integer().value_or(0); };
  if (choice.json) {
    std::cout << ended << "\n";
  } else {
    std::cout << fmt::format(
        "{} rows: {} events accepted, {} known already, {} collided, {} refused\n", number("rows"),
        number("accepted"), number("repeated"), number("collided"), number("refused"));
  }
  if (import.find("state").text() != "done") {
    return Error::unavailable("the import " + std::string(import.find("state").text()) + ": " +
                              std::string(import.find("error").text()));
  }
  return number("refused") + number("collided") > 0 ? 1 : 0;
}

Result<void> carry_out_export(const Ask& ask, const ExportChoice& choice, std::ostream& out) {
  std::string cursor;
  do {
    TL_TRY_ASSIGN(const std::string answer, ask(JsonWriter()
                                                    .begin_object()
                                                    .member("command", "export.piece")
                                                    .member("what", choice.what)
                                                    .member("search", choice.search)
                                                    .member("filter", choice.filter)
                                                    .member("cursor", cursor)
                                                    .end_object()
                                                    .take()));
    TL_TRY_ASSIGN(const auto piece, codec::JsonDocument::parse(answer));
    out << piece.root().find("text").text();
    cursor = piece.root().find("next").text();
  } while (!cursor.empty() && out);
  out.flush();
  return out ? Result<void>() : Error::unavailable("the export could not be written");
}

}  // namespace

Result<std::string> propose_import(Throughline& throughline, const Actor& actor, JsonView request) {
  auto& transfer = throughline.transfer();
  TL_TRY_ASSIGN(const auto import,
                transfer.open_file(actor, std::string(request.find("path").text())));
  auto proposal = transfer.proposal(actor, import.id);
  TL_TRY(transfer.cancel(actor, import.id));
  if (!proposal.ok()) {
    return proposal.error();
  }
  return transfer::mapping_of(*proposal);
}

Result<std::string> begin_import(Throughline& throughline, const Actor& actor, JsonView request) {
  auto& transfer = throughline.transfer();
  TL_TRY_ASSIGN(const auto opened,
                transfer.open_file(actor, std::string(request.find("path").text())));
  const auto begun = [&]() -> Result<transfer::Import> {
    std::string mapping = request.find("mapping") ? request.find("mapping").to_text() : "";
    if (mapping.empty()) {
      TL_TRY_ASSIGN(const auto proposal, transfer.proposal(actor, opened.id));
      mapping = transfer::mapping_of(proposal);
    }
    return transfer.start(
        actor, opened.id,
        {.mapping = std::move(mapping), .source = std::string(request.find("source").text())});
  }();
  if (!begun.ok()) {
    TL_TRY(transfer.cancel(actor, opened.id));
    return begun.error();
  }
  return codec::to_json(transfer::view_of(*begun));
}

Result<std::string> import_status(Throughline& throughline, const Actor& actor, JsonView request) {
  TL_TRY_ASSIGN(const auto id, id_in(request));
  TL_TRY_ASSIGN(const auto import, throughline.transfer().find(actor, id));
  return codec::to_json(transfer::view_of(import));
}

Result<std::string> import_refused(Throughline& throughline, const Actor& actor, JsonView request) {
  TL_TRY_ASSIGN(const auto id, id_in(request));
  TL_TRY_ASSIGN(const auto rows,
                throughline.transfer().refused(
                    actor, id, request.find("after").integer().value_or(0), refused_at_once));
  JsonWriter writer;
  writer.begin_object().key("rows").begin_array();
  for (const transfer::RefusedRow& row : rows) {
    writer.begin_object().member("id", row.id).member("line", row.line);
    writer.member("reason", row.reason).member("detail", row.detail);
    writer.member("content", row.content).end_object();
  }
  return writer.end_array().end_object().take();
}

Result<std::string> export_piece(Throughline& throughline, const Actor& actor, JsonView request) {
  TL_TRY_ASSIGN(const auto kind, transfer::parse_export_kind(request.find("what").text()));
  const transfer::ExportRequest wanted = {
      .kind = kind,
      .people = {.search = std::string(request.find("search").text()),
                 .filter = std::string(request.find("filter").text())}};
  const std::string_view cursor = request.find("cursor").text();
  if (cursor.empty()) {
    TL_TRY(throughline.transfer().audit_export(actor, wanted));
  }
  TL_TRY_ASSIGN(const auto piece, throughline.transfer().export_piece(actor, wanted, cursor));
  return JsonWriter()
      .begin_object()
      .member("text", piece.text)
      .member("next", piece.next)
      .end_object()
      .take();
}

int import_command(const Ask& ask, const ImportChoice& choice) {
  const Result<int> code = carry_out_import(ask, choice);
  return code.ok() ? *code : fail(code.error());
}

int export_command(const Ask& ask, const ExportChoice& choice) {
  std::ofstream file;
  if (!choice.output.empty()) {
    file.open(choice.output, std::ios::binary);
  }
  const auto done = carry_out_export(ask, choice, choice.output.empty() ? std::cout : file);
  return done.ok() ? 0 : fail(done.error());
}

}  // namespace throughline::app
