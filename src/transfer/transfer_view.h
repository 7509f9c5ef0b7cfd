// Imports as the REST API shows them.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "codec/describe.h"
#include "transfer/import.h"

namespace throughline::codec {

template <>
struct EnumText<transfer::ImportState>
    : EnumTextOf<transfer::parse_import_state, transfer::ImportState::cancelled> {};

}  // namespace throughline::codec

namespace throughline::transfer {

struct ImportView {
  std::string id = {};
  std::string name = {};
  ImportState state = ImportState::uploaded;
  std::string error = {};
  std::optional<std::string> source_id = {};
  codec::RawJson mapping = {};
  std::int64_t bytes = 0;
  std::int64_t bytes_done = 0;
  std::int64_t rows = 0;
  std::int64_t accepted = 0;
  std::int64_t repeated = 0;
  std::int64_t collided = 0;
  std::int64_t refused = 0;
  Time created_at = {};
  std::optional<Time> finished_at = {};
};
BOOST_DESCRIBE_STRUCT(ImportView, (),
                      (id, name, state, error, source_id, mapping, bytes, bytes_done, rows,
                       accepted, repeated, collided, refused, created_at, finished_at))

struct ImportList {
  std::vector<ImportView> items = {};
};
BOOST_DESCRIBE_STRUCT(ImportList, (), (items))

struct ColumnView {
  std::string name = {};
  std::vector<std::string> samples = {};
  std::string role = {};
};
BOOST_DESCRIBE_STRUCT(ColumnView, (), (name, samples, role))

// A file that was just uploaded, and a mapping to start from.
struct UploadView {
  ImportView import = {};
  std::string format = {};
  std::vector<ColumnView> columns = {};
  codec::RawJson mapping = {};
};
BOOST_DESCRIBE_STRUCT(UploadView, (), (import, format, columns, mapping))

struct PreviewForm {
  codec::RawJson mapping = {};
};
BOOST_DESCRIBE_STRUCT(PreviewForm, (), (mapping))

struct RefusalView {
  std::int64_t line = 0;
  std::string reason = {};
  std::string detail = {};
};
BOOST_DESCRIBE_STRUCT(RefusalView, (), (line, reason, detail))

struct PreviewView {
  std::vector<codec::RawJson> messages = {};
  std::vector<RefusalView> refused = {};
};
BOOST_DESCRIBE_STRUCT(PreviewView, (), (messages, refused))

struct StartImportForm {
  codec::RawJson mapping = {};
  std::optional<std::string> source = {};
};
BOOST_DESCRIBE_STRUCT(StartImportForm, (), (mapping, source))

struct RefusedRowView {
  std::int64_t line = 0;
  std::string reason = {};
  std::string detail = {};
  std::string content = {};
};
BOOST_DESCRIBE_STRUCT(RefusedRowView, (), (line, reason, detail, content))

struct RefusedRowList {
  std::vector<RefusedRowView> items = {};
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(RefusedRowList, (), (items, next))

ImportView view_of(const Import& import);

}  // namespace throughline::transfer
