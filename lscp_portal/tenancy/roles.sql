-- Roles of the cluster. Run by `manage.py prepare_database` as its administrator; safe to run again.

DO $$
DECLARE wanted text;
BEGIN
  -- owns schema and tables; nobody logs in as it. Scope roles are entered for one transaction with set_config('role', …, true).
  FOREACH wanted IN ARRAY ARRAY['lscp_owner', 'lscp_tenant', 'lscp_school', 'lscp_trust', 'lscp_national', 'lscp_public', 'lscp_survey'] LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', wanted);
    END IF;
  END LOOP;
  -- one login per kind of process; NOINHERIT: no rights on tenant rows until a scope is entered
  FOREACH wanted IN ARRAY ARRAY['lscp_migrate', 'lscp_portal', 'lscp_worker', 'lscp_site'] LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', wanted);
    END IF;
  END LOOP;
END $$;

GRANT lscp_owner TO lscp_migrate;
GRANT lscp_tenant, lscp_school, lscp_trust, lscp_national, lscp_public TO lscp_portal;
GRANT lscp_tenant TO lscp_worker;
GRANT lscp_public, lscp_survey TO lscp_site;

ALTER ROLE lscp_migrate SET role = 'lscp_owner';
ALTER ROLE lscp_migrate SET search_path = lscp;
ALTER ROLE lscp_migrate SET lock_timeout = '2s';
ALTER ROLE lscp_portal SET search_path = lscp;
ALTER ROLE lscp_portal SET statement_timeout = '15s';
ALTER ROLE lscp_portal SET lock_timeout = '3s';
ALTER ROLE lscp_portal SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE lscp_worker SET search_path = lscp;
ALTER ROLE lscp_worker SET statement_timeout = '60s';
ALTER ROLE lscp_worker SET lock_timeout = '3s';
ALTER ROLE lscp_site SET search_path = lscp;
ALTER ROLE lscp_site SET statement_timeout = '3s';
